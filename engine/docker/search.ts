import { z } from 'zod';
import type { FoundImage } from '../contract/registries.ts';
import { EngineError } from '../platform/engine-error.ts';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { requestJson } from './request.ts';

/** As many as the docker CLI asks for. */
const limit = 25;

/** What daemons of 20.10 to 28 send per image in `GET /images/search`; empty fields may be missing. */
const rawFound = z.object({
  name: z.string(),
  description: z.string().nullish(),
  star_count: z.number().nullish(),
  is_official: z.boolean().nullish(),
});

/** As `docker search --limit 25`: the engine asks Docker Hub, which puts the best first. */
export async function searchImages(
  connection: DockerConnection,
  term: string,
  signal: AbortSignal,
): Promise<FoundImage[]> {
  const answer = await requestJson(connection.streams, {
    method: 'GET',
    path: apiPath`/images/search`,
    query: { term, limit: String(limit) },
    signal,
  }).catch((error: unknown) => {
    throw error instanceof EngineError ? aboutDockerHub(error) : error;
  });
  return check(z.array(rawFound).nullable(), answer ?? null)?.map(toFoundImage) ?? [];
}

function toFoundImage(raw: z.infer<typeof rawFound>): FoundImage {
  return {
    name: raw.name,
    description: raw.description ?? '',
    stars: raw.star_count ?? 0,
    isOfficial: raw.is_official ?? false,
  };
}

/** The daemon's words do not name the registry, and its status is 400 where it does not reach it: it is always this one. */
function aboutDockerHub({ code, detail, reason, params }: EngineError): EngineError {
  return new EngineError(reason === 'registry-unreachable' ? 'unreachable' : code, detail, {
    reason,
    params: { ...params, registry: 'docker.io' },
  });
}
