import { z } from 'zod';
import { engineProcedure, procedure } from './base.ts';
import { changesInput, changesOf } from './changes.ts';

/** The steps of bringing up the bundled engine, in their order. */
export const engineStepIds = ['check', 'download', 'unpack', 'daemon', 'api', 'welcome'] as const;

export const engineStep = z.object({
  id: z.enum(engineStepIds),
  state: z.enum(['waiting', 'active', 'done', 'failed', 'skipped']),
  startedAtMs: z.number().nullable(),
  durationMs: z.number().nullable(),
  /** How long it took the last time, if ever. */
  usualMs: z.number().nullable(),
  progress: z.object({ done: z.number(), total: z.number(), unit: z.enum(['bytes', 'items']) }).nullable(),
  /** A fact for the second line, such as a version or a package; not a sentence. */
  fact: z.string(),
});

export type EngineStep = z.infer<typeof engineStep>;
export type EngineStepId = EngineStep['id'];

/** What a machine may lack to run the bundled engine; the page has words for each. */
const missingIds = [
  'linux',
  'architecture',
  'root',
  'capabilities',
  'iptables',
  'cgroups',
  'overlay',
  'data-folder',
  'apt',
  'packages',
] as const;

export const missing = z.object({ id: z.enum(missingIds), detail: z.string() });
export type Missing = z.infer<typeof missing>;

export const connection = z.object({
  /** `bundled`, `context:NAME` or `socket:PATH`. */
  id: z.string(),
  kind: z.enum(['bundled', 'context', 'socket']),
  /** The context's name, or the socket's path; empty for the bundled engine, which the page names. */
  name: z.string(),
  /** Such as `unix:///var/run/docker.sock`. */
  endpoint: z.string(),
});

export type Connection = z.infer<typeof connection>;

/**
 * How a shell without settings of its own reaches an engine. `default`: a plain `docker` reaches
 * it. `context`: by `docker --context NAME`. `host`: by `docker --host ENDPOINT`, for an engine
 * that is no context.
 */
export const shellReach = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('default') }).readonly(),
  z.object({ kind: z.literal('context'), name: z.string() }).readonly(),
  z.object({ kind: z.literal('host'), endpoint: z.string() }).readonly(),
]);

export type ShellReach = z.infer<typeof shellReach>;

export const engineInfo = z.object({
  version: z.string(),
  apiVersion: z.string(),
  os: z.string(),
  architecture: z.string(),
  cpus: z.number(),
  memoryBytes: z.number(),
});

export type EngineInfo = z.infer<typeof engineInfo>;

export const engineStatus = z.object({
  connection,
  /**
   * `starting`: steps are under way, or the first answer is awaited · `running`: the API answers · `lost`: it answered before and
   * does not now; it is tried again by itself · `stopped`: by the user · `failed`: it did not come up · `unavailable`: this machine
   * lacks what the bundled engine needs, see `missing`.
   */
  state: z.enum(['starting', 'running', 'lost', 'stopping', 'stopped', 'failed', 'unavailable']),
  sinceMs: z.number(),
  info: engineInfo.nullable(),
  /** Empty unless the bundled engine is being started or failed to. */
  steps: z.array(engineStep),
  missing: z.array(missing),
  /** When `lost` or `failed`: what is known, and the engine's own words. */
  problem: z.object({ reason: z.string(), detail: z.string() }).nullable(),
  /** When `lost`: the next try. */
  retryAtMs: z.number().nullable(),
  /** The newer-than-tried packages of the bundle, such as `docker.io 26.1.6 (tried: 26.1.5)`. */
  notes: z.array(z.string()),
});

export type EngineStatus = z.infer<typeof engineStatus>;

/** An engine that this computer knows, whether or not anybody uses it now. */
export const engineRow = connection.extend({
  /** It follows what `docker context use` and the like change. */
  shell: shellReach,
  /** What the last look at it has shown; null before the first one. */
  found: z.object({ answers: z.boolean(), version: z.string(), detail: z.string() }).nullable(),
  /** Null while nobody uses it. */
  status: engineStatus.nullable(),
  /** The engine that a page shows first. */
  isFirst: z.boolean(),
});

export type EngineRow = z.infer<typeof engineRow>;

export const engines = {
  /** All engines: Berth's own, and those that docker contexts and usual sockets name. */
  changes: procedure.input(changesInput).output(changesOf(engineRow)),
  /** Looks for engines again, and whether each answers; returns when the list shows it. */
  find: procedure,
  /** Makes this engine the one that the next page shows first, also after a restart. Throws `not-found`. */
  putFirst: procedure.input(z.object({ id: z.string().max(4096) })),
  /** Starts the bundled engine, or tries a lost one again now. */
  start: engineProcedure,
  /** Stops the bundled engine, also while it is starting. */
  stop: engineProcedure,
  restart: engineProcedure,
  /** The end of the bundled engine's own log; empty for another engine. */
  log: engineProcedure.output(z.object({ text: z.string() })),
};
