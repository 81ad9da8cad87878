/** How many characters of a digest are worth the room. */
const digestCharacters = 12;

/**
 * The two parts of a reference that are shown differently: `ghcr.io/acme/api` and `:1.2`. A digest is cut to its first characters, and a
 * port of the registry is no tag (distribution's reference grammar).
 */
export function splitReference(reference: string): { repository: string; suffix: string } {
  const at = reference.indexOf('@');
  if (at > 0) {
    const [algorithm = '', digest = ''] = reference.slice(at + 1).split(':');
    return { repository: reference.slice(0, at), suffix: `@${algorithm}:${digest.slice(0, digestCharacters)}` };
  }
  const colon = reference.lastIndexOf(':');
  if (colon <= reference.lastIndexOf('/') || reference.startsWith('sha256:')) {
    return { repository: shortId(reference), suffix: '' };
  }
  return { repository: reference.slice(0, colon), suffix: reference.slice(colon) };
}

function shortId(reference: string): string {
  return /^(sha256:)?[0-9a-f]{64}$/.test(reference)
    ? reference.replace('sha256:', '').slice(0, digestCharacters)
    : reference;
}
