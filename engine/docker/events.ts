import { z } from 'zod';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { toEngineError } from './errors.ts';
import { readNdjson } from './ndjson.ts';
import { send } from './request.ts';

export type EventKind = 'container' | 'image' | 'volume' | 'network';

/** One thing that happened to one object. */
export interface DockerEvent {
  readonly kind: EventKind;
  /** Such as `start`; without what follows a colon, as in `health_status: healthy`. */
  readonly action: string;
  readonly id: string;
  /** Milliseconds since 1970, with fractions. */
  readonly atMs: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** By name, because `exec_*` of health checks would flood. moby matches `health_status` as a prefix, the others exactly. */
const watched: Record<EventKind, readonly string[]> = {
  container: ['create', 'start', 'die', 'destroy', 'rename', 'pause', 'unpause', 'update', 'oom', 'health_status'],
  image: ['pull', 'tag', 'untag', 'delete', 'import', 'load', 'prune'],
  volume: ['create', 'destroy', 'prune'],
  network: ['create', 'destroy', 'remove', 'prune'],
};

const rawEvent = z.object({
  Type: z.string(),
  Action: z.string(),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()).nullish() }),
  time: z.number(),
  timeNano: z.number().optional(),
});

/** A daemon's event, or null for a kind that is not watched. */
export function toDockerEvent(raw: unknown): DockerEvent | null {
  const event = check(rawEvent, raw);
  if (!Object.hasOwn(watched, event.Type)) return null;
  return {
    kind: event.Type as EventKind,
    action: event.Action.split(':', 1)[0] ?? event.Action,
    id: event.Actor.ID,
    atMs: event.timeNano === undefined ? event.time * 1000 : event.timeNano / 1e6,
    attributes: event.Actor.Attributes ?? {},
  };
}

/**
 * Subscribes to the daemon's events. Resolves once the daemon has accepted the subscription, so that a list read afterwards
 * misses nothing; the events then come from the returned generator, which ends when the daemon ends the stream and throws
 * when it is cut.
 */
export async function watchEvents(
  connection: DockerConnection,
  signal: AbortSignal,
): Promise<AsyncGenerator<DockerEvent, void>> {
  const filters = {
    type: Object.keys(watched),
    event: [...new Set(Object.values(watched).flat())],
  };
  const response = await send(connection.streams, {
    method: 'GET',
    path: apiPath`/events`,
    query: { filters: JSON.stringify(filters) },
    signal,
  });
  return (async function* events() {
    try {
      for await (const raw of readNdjson(response)) {
        const event = toDockerEvent(raw);
        if (event !== null) yield event;
      }
    } catch (error) {
      throw toEngineError(error, signal);
    } finally {
      response.destroy();
    }
  })();
}
