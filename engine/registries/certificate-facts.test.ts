import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { createAuthority, toX5c } from '../test/certificates.ts';
import { certificateFactsOf } from './certificate-facts.ts';

const validity = { validFrom: new Date('2026-01-02T03:04:05Z'), validTo: new Date('2027-01-02T03:04:05Z') };

describe('facts of a certificate', () => {
  test('are what is in it', () => {
    const authority = createAuthority(validity);
    const digest = createHash('sha256')
      .update(Buffer.from(toX5c(authority.certificate), 'base64'))
      .digest('hex');
    const [facts, ...more] = certificateFactsOf(authority.certificate);
    expect(more).toEqual([]);
    expect(facts?.subject).toMatch(/^Berth test authority /);
    expect(facts).toEqual({
      subject: facts?.subject,
      issuer: facts?.subject,
      validFromMs: validity.validFrom.getTime(),
      validToMs: validity.validTo.getTime(),
      isAuthority: true,
      sha256: digest.toUpperCase().replaceAll(/(..)(?=.)/g, '$1:'),
    });
  });

  test('come for each of several, whatever stands around them', () => {
    const authority = createAuthority();
    const server = authority.issue({ hosts: ['registry.example'] });
    const both = `first\n${server.certificate}\nsecond\n${authority.certificate}`;
    const [first, second] = certificateFactsOf(both);
    expect(first).toMatchObject({ subject: 'registry.example', issuer: second?.subject, isAuthority: false });
    expect(second?.isAuthority).toBe(true);
  });

  test.each(['', 'no certificate', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'])(
    'are refused for %j',
    (text) => {
      expect(() => certificateFactsOf(text)).toThrow(expect.objectContaining({ code: 'invalid' }));
    },
  );
});
