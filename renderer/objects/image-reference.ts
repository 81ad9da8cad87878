import type { Image } from '../../engine/contract/images.ts';

export interface ImageReferenceParts {
  /** Everything before the tag or digest, with its separator left out. */
  readonly repository: string;
  /** Without ':'; empty when the reference has none. */
  readonly tag: string;
  /** Such as `sha256:…`; empty when the reference has none. */
  readonly digest: string;
}

/** Splits a reference (distribution `reference` grammar): a ':' before the last '/' belongs to a registry's port. */
export function parseImageReference(reference: string): ImageReferenceParts {
  const at = reference.indexOf('@');
  const digest = at === -1 ? '' : reference.slice(at + 1);
  const named = at === -1 ? reference : reference.slice(0, at);
  const colon = named.lastIndexOf(':');
  if (colon <= named.lastIndexOf('/')) return { repository: named, tag: '', digest };
  return { repository: named.slice(0, colon), tag: named.slice(colon + 1), digest };
}

/** The one spelling for what people spell in several ways: no Docker Hub prefix, and always a tag or a digest. */
export function toCanonicalReference(reference: string): string {
  const { repository, tag, digest } = parseImageReference(reference.trim());
  const short = repository.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, '');
  if (digest !== '') return `${short}@${digest}`;
  return `${short}:${tag === '' ? 'latest' : tag}`;
}

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

const separator = String.raw`(?:[._]|__|-+)`;
const pathPart = String.raw`[a-z0-9]+(?:${separator}[a-z0-9]+)*`;
const domain = String.raw`(?:[a-zA-Z0-9](?:[a-zA-Z0-9.-]*[a-zA-Z0-9])?(?::\d+)?|\[[0-9a-fA-F:]+\](?::\d+)?)`;
const grammar = new RegExp(
  String.raw`^(?:${domain}/)?${pathPart}(?:/${pathPart})*(?::[\w][\w.-]{0,127})?(?:@[a-zA-Z][\w.+-]*:[0-9a-fA-F]{32,})?$`,
);

/** Whether the daemon would read this as a reference at all; upper case in a repository, spaces and the like are not. */
export function isImageReference(text: string): boolean {
  return text.length <= 512 && (grammar.test(text) || hexDigits.test(text));
}
