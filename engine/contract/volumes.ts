import { z } from 'zod';
import { engineProcedure } from './base.ts';
import { changesInput, changesOf } from './changes.ts';

export const volume = z.object({
  /** A volume's name is its id. */
  id: z.string(),
  driver: z.string(),
  createdAtMs: z.number().nullable(),
  project: z.string().nullable(),
});

export type Volume = z.infer<typeof volume>;

export const volumes = {
  changes: engineProcedure.input(changesInput).output(changesOf(volume)),
};
