import { z } from 'zod';
import type { Image } from '../contract/images.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { dial, readBody, requestJson } from './request.ts';

/** What daemons of 20.10 to 28 send per image in `GET /images/json`. */
const rawImage = z.object({
  Id: z.string(),
  RepoTags: z.array(z.string()).nullish(),
  RepoDigests: z.array(z.string()).nullish(),
  Created: z.number(),
  Size: z.number(),
});

export type RawImage = z.infer<typeof rawImage>;

/** One record of the list, normalised. Daemons before 24 print `<none>:<none>` for an image without tags. */
export function toImage(raw: RawImage): Image {
  return {
    id: raw.Id,
    tags: (raw.RepoTags ?? []).filter((tag) => tag !== '<none>:<none>').sort(),
    digests: (raw.RepoDigests ?? []).filter((digest) => digest !== '<none>@<none>').sort(),
    createdAtMs: raw.Created * 1000,
    sizeBytes: raw.Size,
  };
}

/** All images but the intermediate ones. */
export async function listImages(connection: DockerConnection, signal: AbortSignal): Promise<Image[]> {
  const answer = await requestJson(connection.docker, { method: 'GET', path: '/images/json', signal });
  return check(z.array(rawImage), answer).map(toImage);
}

const removal = z.array(z.object({ Untagged: z.string().optional(), Deleted: z.string().optional() }));

/** Takes a tag off, and removes the image with the last one, as `docker image rm` does. */
export async function removeImage(
  connection: DockerConnection,
  reference: string,
  options: { readonly force: boolean },
  signal: AbortSignal,
): Promise<{ untagged: string[]; deleted: string[] }> {
  const answer = await requestJson(connection.docker, {
    method: 'DELETE',
    path: `/images/${encodeReference(reference)}`,
    query: { force: String(options.force) },
    signal,
  });
  const entries = check(removal, answer);
  return {
    untagged: entries.flatMap(({ Untagged }) => (Untagged === undefined ? [] : [Untagged])),
    deleted: entries.flatMap(({ Deleted }) => (Deleted === undefined ? [] : [Deleted])),
  };
}

const rawConfig = z.object({
  Config: z.object({ ExposedPorts: z.record(z.string(), z.unknown()).nullish() }).nullish(),
});

/** The daemon's own record, as text, and the ports that the image declares, such as `80/tcp`. */
export async function inspectImage(
  connection: DockerConnection,
  reference: string,
  signal: AbortSignal,
): Promise<{ json: string; exposedPorts: string[] }> {
  const response = await dial(connection.docker, {
    method: 'GET',
    path: `/images/${encodeReference(reference)}/json`,
    signal,
  });
  const json = (await readBody(response, signal)).toString('utf8');
  const ports = check(rawConfig, JSON.parse(json)).Config?.ExposedPorts ?? {};
  return { json, exposedPorts: Object.keys(ports).sort() };
}

/** The daemon's router takes the slashes of a reference as they are, and nothing else that would change the path. */
export function encodeReference(reference: string): string {
  return reference
    .split('/')
    .map((part) => encodeURIComponent(part === '..' || part === '.' ? '' : part))
    .join('/');
}
