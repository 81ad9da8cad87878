import { createHash } from 'node:crypto';
import { z } from 'zod';
import { registryError } from './registry-http-errors.ts';
import type { HttpAnswer } from './registry-http.ts';

/** Kinds of manifests that this client reads, and Docker Hub's limit counts as one pull. */
export const manifestTypes = [
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
  'application/vnd.docker.distribution.manifest.v2+json',
];

export interface NamesPage {
  readonly names: string[];
  /** What to ask for the page after this one with; null where this was the last. */
  readonly next: string | null;
}

export interface Layer {
  readonly digest: string;
  /** As it is carried, compressed. */
  readonly sizeBytes: number;
}

const namesOf = {
  repositories: z.object({ repositories: z.array(z.string()).nullish() }).transform(({ repositories }) => repositories),
  tags: z.object({ tags: z.array(z.string()).nullish() }).transform(({ tags }) => tags),
};

/** A page of names, and where `Link` leads (distribution specification, 'Listing Tags'): only on to the same list. */
export function readNamesPage(
  address: string,
  path: string,
  answer: HttpAnswer,
  field: keyof typeof namesOf,
): NamesPage {
  const parsed = namesOf[field].safeParse(parseJson(answer.body));
  if (!parsed.success) {
    throw registryError(address, 'rejected', 'registry-failed', `The registry's list of ${field} is not understood.`, {
      cause: parsed.error,
    });
  }
  return { names: [...(parsed.data ?? [])], next: nextOf(answer.headers['link'], path) };
}

/** The query of the next page: `</v2/_catalog?last=x&n=100>; rel="next"` (RFC 8288). */
function nextOf(link: string | string[] | undefined, path: string): string | null {
  const text = Array.isArray(link) ? link.join(', ') : (link ?? '');
  const target = /<([^>]{1,4096})>\s*;[^,<]*\brel="?next"?/i.exec(text)?.[1];
  // Any origin will do to compare paths by; the address of the target is never asked.
  const base = new URL(path, 'http://registry');
  if (target === undefined || !URL.canParse(target, base.href)) return null;
  const next = new URL(target, base);
  const query = next.search.slice(1);
  return next.pathname === base.pathname && query !== '' && query !== base.search.slice(1) ? query : null;
}

const size = z.number().int().min(0);
const digest = z.string().regex(/^[a-z0-9]+(?:[+._-][a-z0-9]+)*:[A-Za-z0-9=_-]{1,200}$/);

const index = z.object({
  manifests: z.array(
    z.object({
      digest,
      platform: z
        .object({ os: z.string(), architecture: z.string(), variant: z.string().optional() })
        .partial({ os: true, architecture: true })
        .optional(),
    }),
  ),
});

const manifest = z.object({ layers: z.array(z.object({ digest, size })) });

/**
 * The layers of an image's manifest for a platform, each once. Asks for the manifest, and for the one of the platform where it is an
 * index. Null where there is none for it, or it is none of today's kinds.
 */
export async function readLayers(
  name: string,
  platform: string,
  ask: (name: string) => Promise<HttpAnswer>,
): Promise<readonly Layer[] | null> {
  const answer = parseVerified(name, await ask(name));
  const list = index.safeParse(answer);
  if (!list.success) return toLayers(answer);
  const entry = chooseManifest(list.data.manifests, platform);
  return entry === null ? null : toLayers(parseVerified(entry, await ask(entry)));
}

function toLayers(answer: unknown): readonly Layer[] | null {
  const parsed = manifest.safeParse(answer);
  if (!parsed.success) return null;
  const byDigest = new Map(parsed.data.layers.map((layer) => [layer.digest, layer.size]));
  return [...byDigest].map(([key, sizeBytes]) => ({ digest: key, sizeBytes }));
}

/** The digest of a platform's manifest. Without a variant the first of the architecture is taken. */
function chooseManifest(manifests: z.infer<typeof index>['manifests'], platform: string): string | null {
  const [os = 'linux', architecture = '', variant = ''] = platform.split('/');
  const fitting = manifests.filter(
    (entry) => entry.platform?.os === os && entry.platform.architecture === architecture,
  );
  const exact = fitting.find((entry) => variant === '' || entry.platform?.variant === variant);
  // arm64 is v8, said or not.
  return (exact ?? fitting.find((entry) => (entry.platform?.variant ?? '') === ''))?.digest ?? null;
}

/** A manifest that was asked for by its digest has that digest, or it is not the one. */
function parseVerified(name: string, answer: HttpAnswer): unknown {
  const expected = /^sha256:([0-9a-f]{64})$/.exec(name)?.[1];
  const actual = createHash('sha256').update(answer.body).digest('hex');
  return expected === undefined || expected === actual ? parseJson(answer.body) : null;
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // Not JSON: no schema takes it.
    return null;
  }
}
