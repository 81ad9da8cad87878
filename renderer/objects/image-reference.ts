import { familiarReference, parseImageReference, withDefaultTag } from '../../engine/contract/image-reference.ts';
import type { Image } from '../../engine/contract/images.ts';

/**
 * The one spelling for what people spell in several ways: no Docker Hub prefix, and always a tag or a digest. With both the digest decides,
 * as it does for docker. What is no reference stays as it is.
 */
export function toCanonicalReference(text: string): string {
  const reference = parseImageReference(text.trim());
  if (reference === null) return text.trim();
  return familiarReference(reference.digest === '' ? withDefaultTag(reference) : { ...reference, tag: '' });
}

/** The contract takes no longer ones. */
const maxLength = 512;

const hexDigits = /^(sha256:)?[0-9a-f]{4,64}$/;

/** The image on this computer that `docker run REFERENCE` would take: by tag, by digest, or by the start of its id. */
export function findImage(reference: string, images: Iterable<Image>): Image | null {
  const canonical = toCanonicalReference(reference);
  const trimmed = reference.trim();
  const idStart = hexDigits.test(trimmed) ? `sha256:${trimmed.replace('sha256:', '')}` : null;
  let byId: Image | null = null;
  for (const image of images) {
    const names = [...image.tags, ...image.digests];
    if (names.some((name) => toCanonicalReference(name) === canonical)) return image;
    if (idStart !== null && image.id.startsWith(idStart)) byId = image;
  }
  return byId;
}

/** Whether the daemon would read this as a reference, or as the id of an image, at all. */
export function isImageReference(text: string): boolean {
  return text.length <= maxLength && (parseImageReference(text) !== null || hexDigits.test(text));
}
