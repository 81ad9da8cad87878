import { EngineError } from '../platform/engine-error.ts';

declare const isApiPath: unique symbol;

/** A path of the Engine API without version and query; made by `apiPath` alone, so no text reaches a daemon's router unchecked. */
export type ApiPath = string & { readonly [isApiPath]: true };

/** The name of an image in a path: the daemon's router takes its slashes as they are (`/images/{name:.*}/json`). */
class ImageName {
  /** Percent-encoded, with its slashes. */
  readonly encoded: string;

  constructor(text: string) {
    const segments = text.split('/');
    if (segments.some(isResolvedAway)) throw invalidReference(text);
    this.encoded = segments.map(encode).join('/');
  }
}

/**
 * A value of `apiPath` whose slashes stay slashes: a reference or an id of an image. Throws `reference-invalid` for one that a router
 * resolves to another path.
 */
export function imageName(text: string): ImageName {
  return new ImageName(text);
}

/**
 * Builds a path of the Engine API, such as apiPath`/containers/${id}/json`. Each value is one segment, percent-encoded.
 * Throws `invalid` for a value that the daemon's router resolves away (empty, '.', '..'): moby 20.10 to 28 answers such
 * a path with a redirect to another one (gorilla/mux, cleanPath).
 */
export function apiPath(fixed: TemplateStringsArray, ...values: readonly (string | ImageName)[]): ApiPath {
  const parts = values.map((value, index) => `${toSegments(value)}${fixed[index + 1] ?? ''}`);
  return `${fixed[0] ?? ''}${parts.join('')}` as ApiPath;
}

function toSegments(value: string | ImageName): string {
  if (typeof value !== 'string') return value.encoded;
  if (isResolvedAway(value)) throw new EngineError('invalid', `${JSON.stringify(value)} is not an id or a name.`);
  return encode(value);
}

/** `reference-invalid` in the daemon's words. */
export function invalidReference(text: string): EngineError {
  return new EngineError('invalid', `invalid reference format: ${text}`, {
    reason: 'reference-invalid',
    params: { image: text },
  });
}

function isResolvedAway(segment: string): boolean {
  return segment === '' || segment === '.' || segment === '..';
}

function encode(segment: string): string {
  try {
    // As the docker command writes tags and digests; both are plain characters of a path (RFC 3986, 3.3).
    return encodeURIComponent(segment).replaceAll('%3A', ':').replaceAll('%40', '@');
  } catch (error) {
    // Half a surrogate pair has no encoding.
    throw new EngineError('invalid', `${JSON.stringify(segment)} is not text.`, { cause: error });
  }
}
