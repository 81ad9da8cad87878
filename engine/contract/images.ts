import { z } from 'zod';
import { engineProcedure } from './base.ts';
import { changesInput, changesOf } from './changes.ts';

const reference = z.string().min(1).max(512);

const imageId = z.string().regex(/^sha256:[0-9a-f]{64}$/);

export const image = z.object({
  id: imageId,
  /** References such as `nginx:1.28`; empty when it has lost its tags. */
  tags: z.array(z.string()),
  digests: z.array(z.string()),
  createdAtMs: z.number(),
  sizeBytes: z.number(),
  /** Of its size, what other images have too and what costs nothing more; null where the engine does not tell. */
  sharedBytes: z.number().nullable(),
});

export type Image = z.infer<typeof image>;

/** What a clean-up takes. */
const unusedImages = z.object({ isAll: z.boolean() });

export const images = {
  changes: engineProcedure.input(changesInput).output(changesOf(image)),
  /**
   * `reference` is a tag, which is taken off, or an id, which removes the image. `keepsParents` leaves the untagged images that it was
   * built on (`--no-prune`).
   */
  remove: engineProcedure
    .input(z.object({ reference, force: z.boolean(), keepsParents: z.boolean().default(false) }))
    .output(z.object({ untagged: z.array(z.string()), deleted: z.array(z.string()) })),
  /** As `docker tag SOURCE NAME`; a name that another image has moves over. */
  tag: engineProcedure.input(z.object({ source: reference, name: reference })),
  /** The daemon's own record, as JSON text, and the ports that the image declares (`80/tcp`). */
  inspect: engineProcedure
    .input(z.object({ reference }))
    .output(z.object({ json: z.string(), exposedPorts: z.array(z.string()) })),
  /** How it was made, newest step first. `instruction` as a Dockerfile has it. */
  history: engineProcedure.input(z.object({ reference })).output(
    z.array(
      z.object({
        createdAtMs: z.number(),
        instruction: z.string(),
        sizeBytes: z.number(),
        comment: z.string(),
        tags: z.array(z.string()),
      }),
    ),
  ),
  /**
   * What `prune` would remove now: images without a tag that no container uses; with `isAll` every image that no container uses.
   * `reclaimBytes` is what that frees: layers that only these have. `totalBytes` is what all images take up, each layer once; null where
   * the engine does not tell.
   */
  prunable: engineProcedure.input(unusedImages).output(
    z.object({
      ids: z.array(imageId),
      reclaimBytes: z.number(),
      totalBytes: z.number().nullable(),
      token: z.string(),
    }),
  ),
  /** Removes exactly what `prunable` told with this token; fails with `list-changed` where that would be something else by now. */
  prune: engineProcedure
    .input(unusedImages.extend({ token: z.string().max(128) }))
    .output(z.object({ deleted: z.array(z.string()), untagged: z.array(z.string()), reclaimedBytes: z.number() })),
  /**
   * Whether the registry has another image under this tag than the one here, by its digest and without a pull. `local`: this image came from
   * no registry. `missing`: the registry has no such tag.
   */
  newer: engineProcedure
    .input(z.object({ reference }))
    .output(z.object({ state: z.enum(['same', 'newer', 'local', 'missing']), digest: z.string() })),
};
