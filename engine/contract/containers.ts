import { z } from 'zod';
import { engineProcedure } from './base.ts';
import { changesInput, changesOf } from './changes.ts';

export const containerId = z.string().regex(/^[0-9a-f]{64}$/);

/** What the daemon accepts as a container's name (moby `daemon/names`, RestrictedNameChars). */
const containerName = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/);

const port = z.number().int().min(1).max(65_535);

export const containerPort = z.object({
  /** The address on this computer, such as `0.0.0.0` or `127.0.0.1`; empty when not published. */
  hostIp: z.string(),
  /** Null when the port is exposed but not published. */
  hostPort: port.nullable(),
  containerPort: port,
  protocol: z.string(),
});

export type ContainerPort = z.infer<typeof containerPort>;

export const container = z.object({
  id: containerId,
  name: z.string(),
  /** As the daemon lists it: a reference, or an id when the image lost its tag. */
  image: z.string(),
  imageId: z.string(),
  command: z.string(),
  createdAtMs: z.number(),
  state: z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
  health: z.enum(['none', 'starting', 'healthy', 'unhealthy']),
  /** Only of containers that ended. */
  exitCode: z.number().int().nullable(),
  outOfMemory: z.boolean(),
  /** When it entered its state, exact when an event told it, else as coarse as the daemon's own words ('Up 2 hours'). */
  sinceMs: z.number().nullable(),
  ports: z.array(containerPort),
  /** Compose project and service, from its labels. */
  project: z.string().nullable(),
  service: z.string().nullable(),
  /** The first compose file of the project, as the label names it. */
  projectFile: z.string().nullable(),
});

export type Container = z.infer<typeof container>;

/** What the short Run dialog can ask for. `hostPort` null lets the engine choose. */
export const runRequest = z.object({
  image: z.string().min(1).max(512),
  name: containerName.nullable(),
  ports: z.array(z.object({ hostPort: port.nullable(), containerPort: port, protocol: z.enum(['tcp', 'udp']) })),
});

export type RunRequest = z.infer<typeof runRequest>;

const target = z.object({ id: containerId });

export const containers = {
  changes: engineProcedure.input(changesInput).output(changesOf(container)),
  run: engineProcedure.input(runRequest).output(target),
  start: engineProcedure.input(target),
  stop: engineProcedure.input(target),
  restart: engineProcedure.input(target),
  /** `force` also stops a running one; `volumes` removes its anonymous volumes. */
  remove: engineProcedure.input(target.extend({ force: z.boolean(), volumes: z.boolean() })),
  /** The daemon's own record, as JSON text. */
  inspect: engineProcedure.input(target).output(z.object({ json: z.string() })),
};
