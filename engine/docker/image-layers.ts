import { createHash } from 'node:crypto';
import { z } from 'zod';
import { mapAtMost } from '../platform/map-at-most.ts';
import { apiPath, imageName } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { toInstruction } from './images.ts';
import { requestJson } from './request.ts';

/** Images that are asked at once. */
const parallelReads = 8;

const rawLayers = z.object({ RootFS: z.object({ Layers: z.array(z.string()).nullish() }).nullish() });
const rawSteps = z.array(z.object({ CreatedBy: z.string(), Size: z.number() }));

/** What the list tells of an image, as far as sizes follow from it. */
export interface ImageSizes {
  readonly id: string;
  readonly sizeBytes: number;
  /** Null where the engine does not tell. */
  readonly sharedBytes: number | null;
}

/**
 * The layers of images, each by its chain id: the digest of all layers up to it (image specification, 'Layer ChainID'), which is also
 * what the daemon calls a layer that it removes. An image never changes, so each is asked once.
 */
export class ImageLayers {
  readonly #chains = new Map<string, readonly string[]>();
  /** By the last chain id: the size of each layer where the history tells it. */
  readonly #told = new Map<string, readonly number[] | null>();

  /** Asks for those that are not known yet, and forgets those that are not asked for. */
  async read(connection: DockerConnection, ids: readonly string[], signal: AbortSignal): Promise<void> {
    const wanted = new Set(ids);
    for (const id of this.#chains.keys()) if (!wanted.has(id)) this.#chains.delete(id);
    await mapAtMost(
      ids.filter((id) => !this.#chains.has(id)),
      parallelReads,
      async (id) => {
        const answer = await requestJson(connection.docker, {
          method: 'GET',
          path: apiPath`/images/${id}/json`,
          signal,
        });
        this.#chains.set(id, toChain(check(rawLayers, answer).RootFS?.Layers ?? []));
      },
    );
    const tops = new Set([...this.#chains.values()].map((chain) => chain.at(-1)));
    for (const top of this.#told.keys()) if (!tops.has(top)) this.#told.delete(top);
  }

  /** Bottom first. */
  chainOf(id: string): readonly string[] {
    return this.#chains.get(id) ?? [];
  }

  /**
   * The sizes of the layers of `ids`, as bytes by chain id. The list tells sizes of whole images and of what an image shares; what lies
   * between comes from the history of images. `all` are the images of the list.
   */
  async sizes(
    connection: DockerConnection,
    all: readonly ImageSizes[],
    ids: ReadonlySet<string>,
    signal: AbortSignal,
  ): Promise<Map<string, number>> {
    const byTop = new Map<string, string>();
    for (const id of ids) {
      const chain = this.chainOf(id);
      const top = chain.at(-1);
      if (top !== undefined && chain.length > 1 && !this.#told.has(top)) byTop.set(top, id);
    }
    await mapAtMost([...byTop], parallelReads, async ([top, id]) => {
      const answer = await requestJson(connection.docker, {
        method: 'GET',
        path: apiPath`/images/${id}/history`,
        signal,
      });
      this.#told.set(top, toLayerSizes(check(rawSteps, answer), this.chainOf(id).length));
    });
    const upTo = this.#knownTotals(all);
    const sizes = new Map<string, number>();
    for (const id of ids) {
      let below = 0;
      for (const link of this.chainOf(id)) {
        const total = upTo.get(link);
        sizes.set(link, total === undefined ? 0 : total - below);
        below = total ?? below;
      }
    }
    return sizes;
  }

  /** For each place in a chain of layers where it is known: the bytes of all layers up to it. */
  #knownTotals(all: readonly ImageSizes[]): Map<string, number> {
    const users = new Map<string, number>();
    for (const { id } of all) for (const link of this.chainOf(id)) users.set(link, (users.get(link) ?? 0) + 1);
    const upTo = new Map<string, number>();
    for (const { id } of all) {
      const chain = this.chainOf(id);
      const told = this.#told.get(chain.at(-1) ?? '');
      let total = 0;
      told?.forEach((sizeBytes, index) => {
        total += sizeBytes;
        const link = chain[index];
        if (link !== undefined) upTo.set(link, total);
      });
    }
    // These are the daemon's own sums, and so come last.
    for (const { id, sizeBytes, sharedBytes } of all) {
      const chain = this.chainOf(id);
      const lastShared = chain.findLast((link) => (users.get(link) ?? 0) > 1);
      if (lastShared !== undefined && sharedBytes !== null) upTo.set(lastShared, sharedBytes);
      const top = chain.at(-1);
      if (top !== undefined) upTo.set(top, sizeBytes);
    }
    return upTo;
  }
}

/** The layers of one image as a push calls them, with the sizes that it tells of them; null where the history does not tell these. */
export async function readLayers(
  connection: DockerConnection,
  reference: string,
  signal: AbortSignal,
): Promise<readonly { readonly digest: string; readonly sizeBytes: number }[] | null> {
  const name = imageName(reference);
  const [image, history] = await Promise.all([
    requestJson(connection.docker, { method: 'GET', path: apiPath`/images/${name}/json`, signal }),
    requestJson(connection.docker, { method: 'GET', path: apiPath`/images/${name}/history`, signal }),
  ]);
  const digests = check(rawLayers, image).RootFS?.Layers ?? [];
  const sizes = toLayerSizes(check(rawSteps, history), digests.length);
  return sizes === null ? null : digests.map((digest, index) => ({ digest, sizeBytes: sizes[index] ?? 0 }));
}

/** Chain ids of layers that are given by what is in them (image specification). */
export function toChain(diffIds: readonly string[]): string[] {
  const chain: string[] = [];
  for (const diffId of diffIds) {
    const below = chain.at(-1);
    chain.push(
      below === undefined ? diffId : `sha256:${createHash('sha256').update(`${below} ${diffId}`).digest('hex')}`,
    );
  }
  return chain;
}

/** Instructions that only change the image's configuration, and so make no layer. */
const withoutLayer =
  /^(?:ARG|CMD|ENTRYPOINT|ENV|EXPOSE|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|SHELL|STOPSIGNAL|USER|VOLUME)\b/i;

/**
 * The size of each layer, bottom first, by the history (newest step first), which does not say which steps made a layer: one of zero bytes
 * may be an empty layer or none. Null where that stays open.
 */
export function toLayerSizes(
  steps: readonly { readonly CreatedBy: string; readonly Size: number }[],
  layerCount: number,
): number[] | null {
  const oldestFirst = steps.toReversed();
  const allSteps = oldestFirst.map(({ Size }) => Size);
  if (allSteps.length === layerCount) return allSteps;
  const filled = allSteps.filter((sizeBytes) => sizeBytes > 0);
  if (filled.length === layerCount) return filled;
  const likely = oldestFirst.filter(({ CreatedBy, Size }) => Size > 0 || !withoutLayer.test(toInstruction(CreatedBy)));
  return likely.length === layerCount ? likely.map(({ Size }) => Size) : null;
}
