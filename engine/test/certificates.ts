import { generateKeyPairSync, type KeyObject, randomBytes, sign, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';

/** A certificate with its private key, both as PEM. */
export interface Certificate {
  readonly certificate: string;
  readonly key: string;
}

interface LeafOptions {
  /** Names and addresses that it is good for. */
  readonly hosts: readonly string[];
  readonly validFrom?: Date;
  readonly validTo?: Date;
}

/** A certificate authority of a test's own. */
export interface Authority extends Certificate {
  /** A server's certificate, signed by it; for an hour unless told. */
  issue(options: LeafOptions): Certificate;
}

const hourMs = 3_600_000;

/** Makes a new authority, whose certificate has its own name, so that two of them are never taken for one another. */
export function createAuthority(options: { readonly validFrom?: Date; readonly validTo?: Date } = {}): Authority {
  const name = `Berth test authority ${randomBytes(4).toString('hex')}`;
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const certificate = toCertificate({
    ...toValidity(options),
    subject: name,
    issuer: name,
    publicKey: keys.publicKey,
    signer: keys.privateKey,
    extensions: [
      extension('2.5.29.19', true, sequence(tlv(0x01, Buffer.from([0xff])))),
      // keyCertSign and cRLSign.
      extension('2.5.29.15', true, tlv(0x03, Buffer.from([1, 0x06]))),
    ],
  });
  return {
    certificate,
    key: toPem(keys.privateKey),
    issue(leaf) {
      const leafKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      return {
        key: toPem(leafKeys.privateKey),
        certificate: toCertificate({
          ...toValidity(leaf),
          subject: leaf.hosts[0] ?? 'nobody',
          issuer: name,
          publicKey: leafKeys.publicKey,
          signer: keys.privateKey,
          extensions: [
            extension('2.5.29.19', true, sequence()),
            // digitalSignature; for servers.
            extension('2.5.29.15', true, tlv(0x03, Buffer.from([7, 0x80]))),
            extension('2.5.29.37', false, sequence(objectId('1.3.6.1.5.5.7.3.1'))),
            extension('2.5.29.17', false, sequence(...leaf.hosts.map(toAlternativeName))),
          ],
        }),
      };
    },
  };
}

/** The bytes of a certificate, as they stand in the header `x5c` of a JSON web token. */
export function toX5c(pem: string): string {
  return new X509Certificate(pem).raw.toString('base64');
}

function toValidity(options: { readonly validFrom?: Date; readonly validTo?: Date }): { from: Date; to: Date } {
  return {
    from: options.validFrom ?? new Date(Date.now() - hourMs),
    to: options.validTo ?? new Date(Date.now() + hourMs),
  };
}

interface Description {
  readonly subject: string;
  readonly issuer: string;
  readonly from: Date;
  readonly to: Date;
  readonly publicKey: KeyObject;
  readonly signer: KeyObject;
  readonly extensions: readonly Buffer[];
}

/** A certificate of RFC 5280, version 3, signed by ECDSA with SHA-256. */
function toCertificate(description: Description): string {
  const algorithm = sequence(objectId('1.2.840.10045.4.3.2'));
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    // A serial number is positive: its first bit is not set.
    tlv(0x02, Buffer.concat([Buffer.from([0x11]), randomBytes(8)])),
    algorithm,
    toName(description.issuer),
    sequence(toTime(description.from), toTime(description.to)),
    toName(description.subject),
    description.publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...description.extensions)),
  );
  const signature = sign('sha256', body, description.signer);
  const bytes = sequence(body, algorithm, tlv(0x03, Buffer.concat([Buffer.from([0]), signature])));
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

function toPem(key: KeyObject): string {
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** One element of DER (X.690): tag, length, contents. */
function tlv(tag: number, contents: Buffer): Buffer {
  const { length } = contents;
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), contents]);
  const digits = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, 0x80 | digits.length, ...digits]), contents]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return tlv(0x30, Buffer.concat(parts));
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  const bytes = [first * 40 + second];
  for (const number of rest) {
    const digits = [number & 0x7f];
    for (let left = number >>> 7; left > 0; left >>>= 7) digits.unshift((left & 0x7f) | 0x80);
    bytes.push(...digits);
  }
  return tlv(0x06, Buffer.from(bytes));
}

function toName(commonName: string): Buffer {
  return sequence(tlv(0x31, sequence(objectId('2.5.4.3'), tlv(0x0c, Buffer.from(commonName)))));
}

function toTime(date: Date): Buffer {
  const digits = date
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(/[-:T]/g, '');
  return tlv(0x17, Buffer.from(digits.slice(2)));
}

function extension(id: string, isCritical: boolean, value: Buffer): Buffer {
  const critical = isCritical ? [tlv(0x01, Buffer.from([0xff]))] : [];
  return sequence(objectId(id), ...critical, tlv(0x04, value));
}

function toAlternativeName(host: string): Buffer {
  if (isIP(host) === 0) return tlv(0x82, Buffer.from(host));
  if (isIP(host) === 4) return tlv(0x87, Buffer.from(host.split('.').map(Number)));
  const [head = '', tail = ''] = host.split('::');
  const parts = (text: string): number[] =>
    text === '' ? [] : text.split(':').map((part) => Number.parseInt(part, 16));
  const [before, after] = [parts(head), parts(tail)];
  const gap = Array.from({ length: 8 - before.length - after.length }, () => 0);
  return tlv(0x87, Buffer.from([...before, ...gap, ...after].flatMap((part) => [part >> 8, part & 0xff])));
}
