import type { RegistryCredential } from './credentials.ts';

/**
 * When a secret itself says that it ends, in milliseconds since 1970; null where it does not say. It is only decoded, not checked. Known are
 * JSON Web Tokens (RFC 7519, `exp`: Azure's tokens, identity tokens) and Amazon ECR's passwords, which are JSON in base64 with `expiration`.
 */
export function expiryOf(credential: RegistryCredential): number | null {
  const secret = 'identityToken' in credential ? credential.identityToken : credential.secret;
  const parts = secret.split('.');
  const seconds = parts.length === 3 ? numberIn(parts[1] ?? '', 'exp') : numberIn(secret, 'expiration');
  return seconds === null ? null : seconds * 1000;
}

function numberIn(encoded: string, name: string): number | null {
  if (!/^[\w+/=-]+$/.test(encoded)) return null;
  try {
    const decoded: unknown = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8'));
    const value =
      typeof decoded === 'object' && decoded !== null ? (decoded as Readonly<Record<string, unknown>>)[name] : null;
    return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : null;
  } catch {
    // No JSON: an ordinary password or token, which says nothing about its end.
    return null;
  }
}
