import { z } from 'zod';
import {
  familiarName,
  familiarReference,
  type ImageReference,
  parseImageReference,
  withDefaultTag,
} from '../contract/image-reference.ts';
import { EngineError } from '../platform/engine-error.ts';
import { apiPath, imageName, invalidReference } from './api-path.ts';
import { aboutRegistry } from './about-registry.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { requestJson } from './request.ts';

const rawDistribution = z.object({ Descriptor: z.object({ digest: z.string() }) });
const rawDigests = z.object({ RepoDigests: z.array(z.string()).nullish() });

/** The reference that a text means, `latest` filled in. Throws `reference-invalid` with the daemon's words for it. */
export function readReference(text: string): ImageReference {
  const reference = parseImageReference(text);
  if (reference !== null) return withDefaultTag(reference);
  throw invalidReference(text);
}

/**
 * Whether the registry has another image under this name than the one here: by the digest of its manifest now, which the daemon asks for,
 * since it knows the registry's certificate and mirrors. Nothing is pulled. `local`: what is here came from no registry. `missing`: the
 * registry has no such tag. Throws what else the daemon says of the registry.
 */
export async function compareWithRegistry(
  connection: DockerConnection,
  text: string,
  headerFor: (address: string, signal: AbortSignal) => Promise<string | null>,
  signal: AbortSignal,
): Promise<{ state: 'same' | 'newer' | 'local' | 'missing'; digest: string }> {
  const reference = readReference(text);
  const name = imageName(familiarReference(reference));
  const here = await requestJson(connection.docker, { method: 'GET', path: apiPath`/images/${name}/json`, signal });
  const own = `${familiarName(reference)}@`;
  const digests = (check(rawDigests, here).RepoDigests ?? []).filter((digest) => digest.startsWith(own));
  if (digests.length === 0) return { state: 'local', digest: '' };
  const registryAuth = await headerFor(reference.domain, signal);
  try {
    const path = apiPath`/distribution/${name}/json`;
    const answer = await requestJson(connection.streams, { method: 'GET', path, registryAuth, signal });
    const { digest } = check(rawDistribution, answer).Descriptor;
    return { state: digests.includes(`${own}${digest}`) ? 'same' : 'newer', digest };
  } catch (error) {
    const isMissing =
      error instanceof EngineError && (error.reason === 'tag-missing' || error.reason === 'repository-missing');
    if (isMissing) return { state: 'missing', digest: '' };
    throw aboutRegistry(error, { reference, platform: '', isSignedIn: registryAuth !== null, isPush: false });
  }
}
