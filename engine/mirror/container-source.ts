import type { Container } from '../contract/containers.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { listContainers, type ListedContainer, wasOutOfMemory } from '../docker/containers.ts';
import type { DockerEvent } from '../docker/events.ts';
import type { Log } from '../platform/log.ts';
import { mapAtMost } from '../platform/map-at-most.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import type { Collection } from './collection.ts';
import type { Source } from './reader.ts';

/** The exit code of a process that was ended by SIGKILL, as the kernel does for want of memory. */
const killedExitCode = 137;

/** How many containers are asked at once whether they ran out of memory. */
const parallelInspects = 4;

/** A daemon's clock and words may be off by this much before a known moment counts as wrong. */
const slackMs = 2_000;

/** The state that an event leaves a container in, for those that tell one. */
const stateAfter: Readonly<Record<string, Container['state']>> = {
  start: 'running',
  unpause: 'running',
  pause: 'paused',
  die: 'exited',
};

/**
 * The moment since when a container is in its state. A moment known from before is kept for as long as it agrees with the daemon's
 * words, so that a row does not change because 'About an hour' became '2 hours'.
 */
function steadySince(
  listed: ListedContainer,
  held: Container | undefined,
  told: { state: Container['state']; atMs: number } | undefined,
): number | null {
  const { container, ageMs, readAtMs } = listed;
  if (told !== undefined && told.state === container.state) return Math.floor(told.atMs);
  if (ageMs === null) return container.state === 'created' ? container.createdAtMs : (held?.sinceMs ?? null);
  if (held?.sinceMs === undefined || held.sinceMs === null || held.state !== container.state) return container.sinceMs;
  const heldAgeMs = readAtMs - held.sinceMs;
  const agrees = heldAgeMs >= ageMs.min - slackMs && heldAgeMs <= ageMs.max + slackMs;
  return agrees ? held.sinceMs : container.sinceMs;
}

/** Containers as the mirror holds them: the list, with what events and a look at killed ones add. */
export class ContainerSource implements Source<Container> {
  readonly #connection: DockerConnection;
  readonly #collection: Collection<Container>;
  readonly #log: Log;
  readonly #told = new Map<string, { state: Container['state']; atMs: number }>();

  constructor(connection: DockerConnection, collection: Collection<Container>, log: Log) {
    this.#connection = connection;
    this.#collection = collection;
    this.#log = log;
  }

  /** Remembers the exact moment that an event tells. Answers with what the row must show after it, if that is known. */
  learn(event: DockerEvent): ((row: Container) => boolean) | null {
    const state = stateAfter[event.action];
    if (state === undefined) return null;
    this.#told.set(event.id, { state, atMs: event.atMs });
    // A container that restarts by itself goes from 'die' to 'restarting'; all that is sure is that it does not run.
    if (event.action === 'die') return (row) => row.state !== 'running' && row.state !== 'paused';
    return (row) => row.state === state;
  }

  forget(id: string): void {
    this.#told.delete(id);
  }

  async readAll(signal: AbortSignal): Promise<Container[]> {
    const before = new Map(this.#told);
    const rows = await this.#complete(await listContainers(this.#connection, null, signal), signal);
    const ids = new Set(rows.map(({ id }) => id));
    // What was told meanwhile may be of a container that came after the list was made.
    for (const [id, told] of before) if (!ids.has(id) && this.#told.get(id) === told) this.#told.delete(id);
    return rows;
  }

  async readSome(ids: readonly string[], signal: AbortSignal): Promise<Container[]> {
    return this.#complete(await listContainers(this.#connection, ids, signal), signal);
  }

  async #complete(list: readonly ListedContainer[], signal: AbortSignal): Promise<Container[]> {
    const known = new Set<string>();
    const rows = list.map((listed) => {
      const held = this.#collection.rows.get(listed.container.id)?.row;
      const sinceMs = steadySince(listed, held, this.#told.get(listed.container.id));
      const { id, state, exitCode } = listed.container;
      const isSameEnd = held?.state === state && held.exitCode === exitCode && held.sinceMs === sinceMs;
      if (isSameEnd) known.add(id);
      return { ...listed.container, sinceMs, outOfMemory: isSameEnd && held.outOfMemory };
    });
    const killed = rows.filter(
      ({ id, state, exitCode }) => exitCode === killedExitCode && state === 'exited' && !known.has(id),
    );
    const outOfMemory = await this.#findOutOfMemory(
      killed.map(({ id }) => id),
      signal,
    );
    return rows.map((row) => (outOfMemory.has(row.id) ? { ...row, outOfMemory: true } : row));
  }

  async #findOutOfMemory(ids: readonly string[], signal: AbortSignal): Promise<Set<string>> {
    const found = new Set<string>();
    await mapAtMost(ids, parallelInspects, async (id) => {
      try {
        if (await wasOutOfMemory(this.#connection, id, signal)) found.add(id);
      } catch (error) {
        signal.throwIfAborted();
        // It was removed meanwhile, or the daemon cannot say: the row then says only what its exit code says.
        if (!(error instanceof EngineError && error.code === 'not-found'))
          this.#log.warn({ error: toMessage(error) }, 'inspect failed');
      }
    });
    return found;
  }
}
