import { execFileSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { certificateFactsOf } from './certificate-facts.ts';

/** Made by openssl, which says itself what is in it. */
function makeCertificate(subject: string, ...options: readonly string[]): string {
  const argv = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '30'];
  return execFileSync('openssl', [...argv, '-keyout', '/dev/null', '-subj', subject, ...options], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

describe('facts of a certificate', () => {
  test('are those that openssl tells', () => {
    const pem = makeCertificate('/O=Acme/CN=Acme root', '-addext', 'basicConstraints=critical,CA:TRUE');
    const [facts] = certificateFactsOf(pem);
    const printed = execFileSync('openssl', ['x509', '-noout', '-fingerprint', '-sha256'], {
      input: pem,
      encoding: 'utf8',
    });
    expect(facts).toMatchObject({ subject: 'Acme root', issuer: 'Acme root', isAuthority: true });
    expect(printed.trim().endsWith(facts?.sha256 ?? 'none')).toBe(true);
    expect((facts?.validToMs ?? 0) - (facts?.validFromMs ?? 0)).toBe(30 * 86_400_000);
  });

  test('come for each of several, whatever stands around them; a name without a common name is told whole', () => {
    const two = `first\n${makeCertificate('/CN=one')}\nsecond\n${makeCertificate('/O=Acme/OU=Two')}`;
    expect(certificateFactsOf(two).map(({ subject }) => subject)).toEqual(['one', 'O=Acme, OU=Two']);
  });

  test.each(['', 'no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'are refused for %j',
    (text) => {
      expect(() => certificateFactsOf(text)).toThrow(expect.objectContaining({ code: 'invalid' }));
    },
  );
});
