import { z } from 'zod';
import { engineProcedure } from './base.ts';
import { changesInput, changesOf } from './changes.ts';

const pluginId = z.string().regex(/^[0-9a-f]{64}$/);

/** A managed plugin of the engine, as `docker plugin ls` lists it. */
export const plugin = z.object({
  id: pluginId,
  /** With its tag, such as `vieux/sshfs:latest`. */
  name: z.string(),
  description: z.string(),
  isEnabled: z.boolean(),
  /** What it extends, such as `volumedriver`; empty where it says nothing. */
  types: z.array(z.string()),
});

export type Plugin = z.infer<typeof plugin>;

const target = z.object({ id: pluginId });

export const plugins = {
  changes: engineProcedure.input(changesInput).output(changesOf(plugin)),
  enable: engineProcedure.input(target),
  /** `force` also disables one that is in use. */
  disable: engineProcedure.input(target.extend({ force: z.boolean() })),
};
