import { z } from 'zod';
import { familiarName, parseImageReference, withDefaultTag } from '../contract/image-reference.ts';
import type { Image } from '../contract/images.ts';
import { apiPath, imageName, invalidReference } from './api-path.ts';
import { check } from './check.ts';
import { compareApiVersions, type DockerConnection } from './connect.ts';
import { send, readBody, requestJson, requestNothing } from './request.ts';

/** What daemons of 20.10 to 28 send per image in `GET /images/json`. */
const rawImage = z.object({
  Id: z.string(),
  RepoTags: z.array(z.string()).nullish(),
  RepoDigests: z.array(z.string()).nullish(),
  Created: z.number(),
  Size: z.number(),
  /** Only when asked for; -1 when not. */
  SharedSize: z.number().nullish(),
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
    sharedBytes: raw.SharedSize === undefined || raw.SharedSize === null || raw.SharedSize < 0 ? null : raw.SharedSize,
  };
}

/** The first API that tells `SharedSize` in the list (Docker 23). */
const sharedSizeApi = '1.42';

/** Whether the list can tell what images share; /system/df, which could before, walks through every volume. */
export function tellsSharedSize(connection: DockerConnection): boolean {
  return compareApiVersions(connection.info.apiVersion, sharedSizeApi) >= 0;
}

/** All images but the intermediate ones. What they share makes the list take twice as long (26.1: 0.65 s for 5,000 images). */
export async function listImages(
  connection: DockerConnection,
  options: { readonly withShared: boolean },
  signal: AbortSignal,
): Promise<Image[]> {
  const query = options.withShared && tellsSharedSize(connection) ? { 'shared-size': '1' } : {};
  const answer = await requestJson(connection.docker, { method: 'GET', path: apiPath`/images/json`, query, signal });
  return check(z.array(rawImage), answer).map(toImage);
}

const removal = z.array(z.object({ Untagged: z.string().optional(), Deleted: z.string().optional() }));

/** Takes a tag off, and removes the image with the last one, as `docker image rm` does. `deleted` has ids of images and chain ids of layers. */
export async function removeImage(
  connection: DockerConnection,
  reference: string,
  options: { readonly force: boolean; readonly keepsParents: boolean },
  signal: AbortSignal,
): Promise<{ untagged: string[]; deleted: string[] }> {
  const answer = await requestJson(connection.streams, {
    method: 'DELETE',
    path: apiPath`/images/${imageName(reference)}`,
    query: { force: String(options.force), noprune: String(options.keepsParents) },
    signal,
  });
  const entries = check(removal, answer);
  return {
    untagged: entries.flatMap(({ Untagged }) => (Untagged === undefined ? [] : [Untagged])),
    deleted: entries.flatMap(({ Deleted }) => (Deleted === undefined ? [] : [Deleted])),
  };
}

/** As `docker tag`: without a tag, `latest`. Throws `reference-invalid` for what is no name, or one with a digest, which cannot be given. */
export async function tagImage(
  connection: DockerConnection,
  source: string,
  name: string,
  signal: AbortSignal,
): Promise<void> {
  const target = parseImageReference(name);
  if (target === null || target.digest !== '') {
    throw invalidReference(name);
  }
  await requestNothing(connection.docker, {
    method: 'POST',
    path: apiPath`/images/${imageName(source)}/tag`,
    query: { repo: familiarName(target), tag: withDefaultTag(target).tag },
    signal,
  });
}

const rawHistory = z.array(
  z.object({
    Created: z.number(),
    CreatedBy: z.string(),
    Size: z.number(),
    Comment: z.string(),
    Tags: z.array(z.string()).nullish(),
  }),
);

/** One step of how an image was made. */
export interface HistoryStep {
  readonly createdAtMs: number;
  readonly instruction: string;
  readonly sizeBytes: number;
  readonly comment: string;
  readonly tags: string[];
}

/** How it was made, newest step first. */
export async function readHistory(
  connection: DockerConnection,
  reference: string,
  signal: AbortSignal,
): Promise<HistoryStep[]> {
  const path = apiPath`/images/${imageName(reference)}/history`;
  const answer = await requestJson(connection.docker, { method: 'GET', path, signal });
  return check(rawHistory, answer).map((step) => ({
    createdAtMs: step.Created * 1000,
    instruction: toInstruction(step.CreatedBy),
    sizeBytes: step.Size,
    comment: step.Comment,
    tags: step.Tags ?? [],
  }));
}

/**
 * The instruction as a Dockerfile has it. The classic builder writes `/bin/sh -c #(nop)  CMD ["sh"]` and, for RUN, the shell's line, with
 * `|1 NAME=value` before it where there were arguments; BuildKit writes `RUN /bin/sh -c … # buildkit`.
 */
export function toInstruction(createdBy: string): string {
  const text = createdBy.replace(/ # buildkit$/, '').trim();
  const metadata = /^\/bin\/sh -c #\(nop\) +(.*)$/s.exec(text)?.[1];
  if (metadata !== undefined) return metadata.trim();
  const line = /^(?:RUN |\|\d+ (?:.*? )??)*\/bin\/sh -c (.*)$/s.exec(text)?.[1];
  return line === undefined ? text : `RUN ${line.trim()}`;
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
  const response = await send(connection.docker, {
    method: 'GET',
    path: apiPath`/images/${imageName(reference)}/json`,
    signal,
  });
  const json = (await readBody(response, signal)).toString('utf8');
  const ports = check(rawConfig, JSON.parse(json)).Config?.ExposedPorts ?? {};
  return { json, exposedPorts: Object.keys(ports).sort() };
}
