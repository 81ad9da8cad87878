import { X509Certificate } from 'node:crypto';
import type { CertificateFacts } from '../contract/registries.ts';
import { EngineError } from '../platform/engine-error.ts';

const block = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

/** What each certificate of a PEM text (RFC 7468) says of itself, in their order. Fails with `invalid` where there is none, or one is broken. */
export function certificateFactsOf(pem: string): CertificateFacts[] {
  const blocks = pem.match(block) ?? [];
  if (blocks.length === 0) throw new EngineError('invalid', 'There is no certificate in PEM form in the text.');
  return blocks.map((text) => {
    try {
      return toFacts(new X509Certificate(text));
    } catch (error) {
      throw new EngineError('invalid', 'One of the certificates cannot be read.', { cause: error });
    }
  });
}

function toFacts(certificate: X509Certificate): CertificateFacts {
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    validFromMs: Date.parse(certificate.validFrom),
    validToMs: Date.parse(certificate.validTo),
    isAuthority: certificate.ca,
    sha256: certificate.fingerprint256,
  };
}

/** The common name of a name that Node prints a line a part (`CN=…`). */
function nameOf(name: string): string {
  const lines = name.split('\n');
  return lines.find((line) => line.startsWith('CN='))?.slice('CN='.length) ?? lines.join(', ');
}
