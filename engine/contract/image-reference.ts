/**
 * What an image is called, whole: Docker Hub's `docker.io` and `library/` are filled in where people leave them out. `tag` without ':',
 * `digest` such as `sha256:…`; both empty where there is none: `latest` is not filled in.
 */
export interface ImageReference {
  readonly domain: string;
  readonly path: string;
  readonly tag: string;
  readonly digest: string;
}

const dockerHub = 'docker.io';
/** What Docker Hub was called; still read as its name. */
const oldDockerHub = 'index.docker.io';
const officialPrefix = 'library/';

/** Longest path of a repository (distribution's reference package, 0.6; before that the domain counted too). */
const maxPathLength = 255;

// The grammar of distribution's reference package, written so that no text makes the expression slow.
const label = '[a-zA-Z0-9]+(?:-+[a-zA-Z0-9]+)*';
const host = String.raw`(?:${label}(?:\.${label})*|\[[a-fA-F0-9:]+\])`;
const domainPattern = new RegExp(String.raw`^${host}(?::[0-9]+)?$`);
const component = '[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*';
const pathPattern = new RegExp(`^${component}(?:/${component})*$`);
const tagPattern = /^\w[\w.-]{0,127}$/;
/** The algorithms that daemons know, at their full length and in small letters (go-digest). */
const digestPattern = /^(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128})$/;
/** The id of an image is no name. */
const idPattern = /^[a-f0-9]{64}$/;

/**
 * Reads a reference as the docker CLI and daemon do: distribution's grammar, then the CLI's way to find the domain. Null for everything
 * that they would refuse, and for what has a domain that can be no host (`a_b.c/x`, which they take for a path without a registry).
 */
export function parseImageReference(text: string): ImageReference | null {
  const { name, tag, digest } = cut(text);
  if (tag !== null && !tagPattern.test(tag)) return null;
  if (digest !== null && !digestPattern.test(digest)) return null;
  if (idPattern.test(text)) return null;
  const { domain, path } = splitDomain(name);
  if (!domainPattern.test(domain) || !pathPattern.test(path) || path.length > maxPathLength) return null;
  return { domain, path, tag: tag ?? '', digest: digest ?? '' };
}

/** The repository as docker shows it: without what it fills in, and without tag and digest. */
export function familiarName({ domain, path }: Pick<ImageReference, 'domain' | 'path'>): string {
  if (domain !== dockerHub) return `${domain}/${path}`;
  const short = path.startsWith(officialPrefix) ? path.slice(officialPrefix.length) : path;
  return short.includes('/') ? path : short;
}

/** The reference as docker shows it: `nginx:1.28`, `ghcr.io/acme/api@sha256:…`. */
export function familiarReference(reference: ImageReference): string {
  const { tag, digest } = reference;
  return `${familiarName(reference)}${tag === '' ? '' : `:${tag}`}${digest === '' ? '' : `@${digest}`}`;
}

/** What a pull, push or run takes: `latest` where there is neither tag nor digest. */
export function withDefaultTag(reference: ImageReference): ImageReference {
  return reference.tag === '' && reference.digest === '' ? { ...reference, tag: 'latest' } : reference;
}

/** The address of the registry that a reference names: `docker.io`, `ghcr.io`, `localhost:5000`. Empty for what is no reference. */
export function registryOf(text: string): string {
  return parseImageReference(text)?.domain ?? '';
}

/** Why a text is no reference, for the form that it was typed into. */
export type ReferenceFault = 'empty' | 'space' | 'scheme' | 'digest' | 'tag' | 'upper-case' | 'too-long' | 'other';

/** Null for a reference. The fault that is named is one whose mending gets further. */
export function whyNotReference(text: string): ReferenceFault | null {
  if (parseImageReference(text) !== null) return null;
  if (text.trim() === '') return 'empty';
  if (/\s/.test(text)) return 'space';
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return 'scheme';
  const { name, tag, digest } = cut(text);
  const { domain, path } = splitDomain(name);
  const isPath = pathPattern.test(path);
  if (!isPath && pathPattern.test(path.toLowerCase())) return 'upper-case';
  if (!isPath || !domainPattern.test(domain)) return 'other';
  if (path.length > maxPathLength) return 'too-long';
  if (digest !== null && !digestPattern.test(digest)) return 'digest';
  return tag !== null && !tagPattern.test(tag) ? 'tag' : 'other';
}

/** Cuts off what follows the name: the digest at the first '@', the tag at the last ':' that is no port's. Null where there is none. */
function cut(text: string): { name: string; tag: string | null; digest: string | null } {
  const at = text.indexOf('@');
  const digest = at === -1 ? null : text.slice(at + 1);
  const named = at === -1 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(':');
  if (colon <= named.lastIndexOf('/')) return { name: named, tag: null, digest };
  return { name: named.slice(0, colon), tag: named.slice(colon + 1), digest };
}

/** What stands before the first '/' is a domain if it looks like one, and part of a Docker Hub name if not (the docker CLI's rule). */
function splitDomain(name: string): { domain: string; path: string } {
  const slash = name.indexOf('/');
  const first = name.slice(0, Math.max(slash, 0));
  const isDomain = /[.:]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const domain = isDomain && first !== oldDockerHub ? first : dockerHub;
  const path = isDomain ? name.slice(slash + 1) : name;
  return { domain, path: domain === dockerHub && !path.includes('/') ? `${officialPrefix}${path}` : path };
}
