import { z } from 'zod';
import { procedure } from './base.ts';
import { changesInput, changesOf } from './changes.ts';

const imageId = z.string().regex(/^sha256:[0-9a-f]{64}$/);

export const image = z.object({
  id: imageId,
  /** References such as `nginx:1.28`; empty when it has lost its tags. */
  tags: z.array(z.string()),
  digests: z.array(z.string()),
  createdAtMs: z.number(),
  sizeBytes: z.number(),
});

export type Image = z.infer<typeof image>;

export const images = {
  changes: procedure.input(changesInput).output(changesOf(image)),
  /** `reference` is a tag, which is taken off, or an id, which removes the image. */
  remove: procedure
    .input(z.object({ reference: z.string().min(1).max(512), force: z.boolean() }))
    .output(z.object({ untagged: z.array(z.string()), deleted: z.array(z.string()) })),
  /** The daemon's own record, as JSON text, and the ports that the image declares (`80/tcp`). */
  inspect: procedure
    .input(z.object({ reference: z.string().min(1).max(512) }))
    .output(z.object({ json: z.string(), exposedPorts: z.array(z.string()) })),
};
