import { z } from 'zod';
import { engineProcedure } from './base.ts';
import { changesInput, changesOf } from './changes.ts';

export const network = z.object({
  id: z.string(),
  name: z.string(),
  driver: z.string(),
  scope: z.string(),
  createdAtMs: z.number().nullable(),
  project: z.string().nullable(),
  subnets: z.array(z.string()),
});

export type Network = z.infer<typeof network>;

export const networks = {
  changes: engineProcedure.input(changesInput).output(changesOf(network)),
};
