import { z } from 'zod';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { toEngineError } from './errors.ts';
import { readNdjson } from './ndjson.ts';
import { send } from './request.ts';

/** One thing that happened to one object. */
export interface DockerEvent {
  /** The event's type, such as `container`. */
  readonly kind: string;
  /** Such as `start`; without what follows a colon, as in `health_status: healthy`. */
  readonly action: string;
  readonly id: string;
  /** Milliseconds since 1970, with fractions. */
  readonly atMs: number;
  readonly attributes: Readonly<Record<string, string>>;
}

/** Which events are watched: actions by type. moby matches `health_status` as a prefix, the others exactly. */
export type WatchedEvents = ReadonlyMap<string, readonly string[]>;

const rawEvent = z.object({
  Type: z.string(),
  Action: z.string(),
  Actor: z.object({ ID: z.string(), Attributes: z.record(z.string(), z.string()).nullish() }),
  time: z.number(),
  timeNano: z.number().optional(),
});

/** A daemon's event, or null for a kind that is not watched. */
export function toDockerEvent(raw: unknown, watched: WatchedEvents): DockerEvent | null {
  const event = check(rawEvent, raw);
  if (!watched.has(event.Type)) return null;
  return {
    kind: event.Type,
    action: event.Action.split(':', 1)[0] ?? event.Action,
    id: event.Actor.ID,
    atMs: event.timeNano === undefined ? event.time * 1000 : event.timeNano / 1e6,
    attributes: event.Actor.Attributes ?? {},
  };
}

/**
 * Subscribes to the daemon's events, by name, because `exec_*` of health checks would flood. Resolves once the daemon has accepted the subscription, so that a list read afterwards
 * misses nothing; the events then come from the returned generator, which ends when the daemon ends the stream and throws
 * when it is cut.
 */
export async function watchEvents(
  connection: DockerConnection,
  watched: WatchedEvents,
  signal: AbortSignal,
): Promise<AsyncGenerator<DockerEvent, void>> {
  const filters = {
    type: [...watched.keys()],
    event: [...new Set([...watched.values()].flat())],
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
        const event = toDockerEvent(raw, watched);
        if (event !== null) yield event;
      }
    } catch (error) {
      throw toEngineError(error, signal);
    } finally {
      response.destroy();
    }
  })();
}
