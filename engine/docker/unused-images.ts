import { createHash } from 'node:crypto';
import { z } from 'zod';
import { EngineError } from '../platform/engine-error.ts';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import type { ImageLayers, ImageSizes } from './image-layers.ts';
import { removeImage, tellsSharedSize } from './images.ts';
import { requestJson } from './request.ts';

const rawImages = z.array(
  z.object({
    Id: z.string(),
    ParentId: z.string().nullish(),
    RepoTags: z.array(z.string()).nullish(),
    RepoDigests: z.array(z.string()).nullish(),
    Size: z.number(),
    SharedSize: z.number().nullish(),
  }),
);
const rawDiskUse = z.object({ LayersSize: z.number().nullish() });
const rawContainers = z.array(z.object({ ImageID: z.string() }));

/** An image as far as a clean-up looks at it. */
export interface ImageFacts extends ImageSizes {
  readonly parentId: string;
  readonly tags: readonly string[];
  readonly digests: readonly string[];
}

/** What a clean-up would remove now. */
export interface CleanUp {
  /** Of the images that the list shows; the untagged ones that only these are built on go with them. */
  readonly ids: string[];
  readonly reclaimBytes: number;
  /** What all images take up; null where the engine does not tell. */
  readonly totalBytes: number | null;
  /** The same for the same images under the same names. */
  readonly token: string;
}

interface Plan extends Omit<CleanUp, 'totalBytes'> {
  /** Those that are built on others first. */
  readonly removals: readonly ImageFacts[];
  readonly layerBytes: ReadonlyMap<string, number>;
}

/**
 * What `docker image prune` means, and with `isAll` `docker image prune --all`, told beforehand: images without a tag that nothing is built on
 * and no container uses; all images that no container uses. It takes no tag off an image that stays, which the daemon does to an image
 * in use that has several (26.1, `ImagesPrune`).
 */
export async function findUnused(
  connection: DockerConnection,
  layers: ImageLayers,
  isAll: boolean,
  signal: AbortSignal,
): Promise<CleanUp> {
  const [{ ids, reclaimBytes, token }, totalBytes] = await Promise.all([
    plan(connection, layers, isAll, signal),
    readTotal(connection, signal),
  ]);
  return { ids, reclaimBytes, totalBytes, token };
}

/** What all layers take up, as `docker system df` says it. Before it could be asked for images alone it walked through every volume. */
async function readTotal(connection: DockerConnection, signal: AbortSignal): Promise<number | null> {
  if (!tellsSharedSize(connection)) return null;
  const query = { type: 'image' };
  const answer = await requestJson(connection.streams, { method: 'GET', path: apiPath`/system/df`, query, signal });
  return check(rawDiskUse, answer).LayersSize ?? null;
}

/** Removes what `findUnused` told with this token. Throws `list-changed` where that would be something else by now. */
export async function removeUnused(
  connection: DockerConnection,
  layers: ImageLayers,
  { isAll, token }: { readonly isAll: boolean; readonly token: string },
  signal: AbortSignal,
): Promise<{ deleted: string[]; untagged: string[]; reclaimedBytes: number }> {
  const found = await plan(connection, layers, isAll, signal);
  if (found.token !== token) {
    throw new EngineError('conflict', 'Other images are unused now than before.', { reason: 'list-changed' });
  }
  const deleted: string[] = [];
  const untagged: string[] = [];
  for (const image of found.removals) {
    for (const name of namesToRemove(image)) {
      const removed = await removeOne(connection, name, signal);
      deleted.push(...removed.deleted);
      untagged.push(...removed.untagged);
    }
  }
  const reclaimedBytes = deleted.reduce((sum, id) => sum + (found.layerBytes.get(id) ?? 0), 0);
  return { deleted, untagged, reclaimedBytes };
}

async function plan(
  connection: DockerConnection,
  layers: ImageLayers,
  isAll: boolean,
  signal: AbortSignal,
): Promise<Plan> {
  const [images, used] = await Promise.all([readImages(connection, signal), readUsed(connection, signal)]);
  const removals = selectUnused(images, used, isAll);
  const going = new Set(removals.map(({ id }) => id));
  const parents = new Set(images.map(({ parentId }) => parentId));
  const goingSizes = images.filter(({ id }) => going.has(id));
  await layers.read(
    connection,
    images.map(({ id }) => id),
    signal,
  );
  const sizes = await layers.sizes(connection, images, going, signal);
  const kept = new Set(images.filter(({ id }) => !going.has(id)).flatMap(({ id }) => layers.chainOf(id)));
  const freed = new Set(goingSizes.flatMap(({ id }) => layers.chainOf(id)).filter((link) => !kept.has(link)));
  const hash = createHash('sha256');
  for (const { id, tags, digests } of removals.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    hash.update(JSON.stringify([id, tags, digests]));
  }
  return {
    removals,
    ids: removals
      .filter((image) => hasNames(image) || !parents.has(image.id))
      .map(({ id }) => id)
      .sort(),
    reclaimBytes: [...freed].reduce((sum, link) => sum + (sizes.get(link) ?? 0), 0),
    token: hash.digest('hex'),
    layerBytes: sizes,
  };
}

async function readImages(connection: DockerConnection, signal: AbortSignal): Promise<ImageFacts[]> {
  const query = { all: '1', ...(tellsSharedSize(connection) ? { 'shared-size': '1' } : {}) };
  const answer = await requestJson(connection.docker, { method: 'GET', path: apiPath`/images/json`, query, signal });
  return check(rawImages, answer).map((image) => ({
    id: image.Id,
    parentId: image.ParentId ?? '',
    tags: (image.RepoTags ?? []).filter((tag) => tag !== '<none>:<none>').sort(),
    digests: (image.RepoDigests ?? []).filter((digest) => digest !== '<none>@<none>').sort(),
    sizeBytes: image.Size,
    sharedBytes: typeof image.SharedSize === 'number' && image.SharedSize >= 0 ? image.SharedSize : null,
  }));
}

async function readUsed(connection: DockerConnection, signal: AbortSignal): Promise<Set<string>> {
  const query = { all: '1' };
  const answer = await requestJson(connection.docker, {
    method: 'GET',
    path: apiPath`/containers/json`,
    query,
    signal,
  });
  return new Set(check(rawContainers, answer).map(({ ImageID }) => ImageID));
}

const hasNames = ({ tags, digests }: ImageFacts) => tags.length + digests.length > 0;

/** The images that go, those that are built on others first. */
export function selectUnused(
  images: readonly ImageFacts[],
  used: ReadonlySet<string>,
  isAll: boolean,
): readonly ImageFacts[] {
  const children = new Map<string, ImageFacts[]>();
  for (const image of images) {
    const siblings = children.get(image.parentId);
    if (siblings === undefined) children.set(image.parentId, [image]);
    else siblings.push(image);
  }
  const going = new Map<string, ImageFacts>();
  /** Looks at what is built on an image before the image itself: an image goes only with all of these. */
  const visit = (image: ImageFacts): void => {
    const built = children.get(image.id) ?? [];
    const isFree = !used.has(image.id) && built.every(({ id }) => going.has(id));
    if (!isFree) return;
    // Without `--all` an image goes for having no tag; one that others are built on goes with these if it has no name at all.
    const isWanted = isAll || (built.length === 0 ? image.tags.length === 0 : !hasNames(image));
    if (isWanted) going.set(image.id, image);
  };
  for (const image of childrenFirst(images, children)) visit(image);
  return [...going.values()];
}

function childrenFirst(images: readonly ImageFacts[], children: ReadonlyMap<string, readonly ImageFacts[]>) {
  const known = new Set(images.map(({ id }) => id));
  const parentsFirst = images.filter(({ parentId }) => !known.has(parentId));
  // Grows while it is walked.
  for (const image of parentsFirst) parentsFirst.push(...(children.get(image.id) ?? []));
  return parentsFirst.reverse();
}

/**
 * What has to be named so that the image is gone. By its id where it has one name at most, which is one request; the daemon takes more than
 * one only by force, which would also take an image that a stopped container has come to use meanwhile.
 */
function namesToRemove({ id, tags, digests }: ImageFacts): readonly string[] {
  const repositories = new Set([...tags, ...digests].map(toRepository));
  return tags.length <= 1 && repositories.size <= 1 ? [id] : [...tags, ...digests];
}

function toRepository(name: string): string {
  const at = name.indexOf('@');
  return at === -1 ? name.slice(0, name.lastIndexOf(':')) : name.slice(0, at);
}

async function removeOne(
  connection: DockerConnection,
  name: string,
  signal: AbortSignal,
): Promise<{ untagged: string[]; deleted: string[] }> {
  try {
    return await removeImage(connection, name, { force: false, keepsParents: false }, signal);
  } catch (error) {
    // Gone with another one, or taken into use since it was looked at: then it stays, and is not in the answer.
    if (error instanceof EngineError && (error.code === 'not-found' || error.code === 'conflict')) {
      return { untagged: [], deleted: [] };
    }
    throw error;
  }
}
