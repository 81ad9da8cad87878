import type { ServerResponse } from 'node:http';
import { nowNano } from './clock-words.ts';
import { type Filters, suits } from './filters.ts';

/** What happened to what; the daemon's own words. */
export interface CrowdEvent {
  readonly type: 'container' | 'image' | 'volume' | 'network';
  readonly action: string;
  readonly id: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface Listener {
  readonly filters: Filters;
  readonly response: ServerResponse;
}

/** As many as moby keeps for `since` (`daemon/events`, eventsLimit). */
const keptEvents = 256;

/** The `/events` of a synthetic daemon: one line of JSON an event, to everyone who listens. */
export class EventHub {
  readonly #listeners = new Set<Listener>();
  readonly #kept: { event: CrowdEvent; line: string; atNano: bigint }[] = [];

  get listeners(): number {
    return this.#listeners.size;
  }

  /** Tells everyone; answers the event's `timeNano`. */
  emit(event: CrowdEvent): bigint {
    const atNano = nowNano();
    const line = toLine(event, atNano);
    this.#kept.push({ event, line, atNano });
    if (this.#kept.length > keptEvents) this.#kept.shift();
    for (const { filters, response } of this.#listeners) if (wants(filters, event)) response.write(line);
    return atNano;
  }

  /** Answers a request for events; it stays open until the client or `close` ends it. `sinceSeconds` replays what is kept. */
  listen(response: ServerResponse, filters: Filters, sinceSeconds: number | null): void {
    const listener = { filters, response };
    response.writeHead(200, { 'content-type': 'application/json' });
    response.flushHeaders();
    this.#listeners.add(listener);
    response.on('close', () => this.#listeners.delete(listener));
    if (sinceSeconds === null) return;
    const sinceNano = BigInt(Math.floor(sinceSeconds * 1000)) * 1_000_000n;
    for (const { event, line, atNano } of this.#kept)
      if (atNano >= sinceNano && wants(filters, event)) response.write(line);
  }

  /** Ends every stream, as a daemon does that shuts down. */
  close(): void {
    for (const { response } of this.#listeners) response.end();
    this.#listeners.clear();
  }
}

function wants(filters: Filters, { type, action, id, attributes }: CrowdEvent): boolean {
  return (
    suits(filters, 'type', (wanted) => wanted === type) &&
    // `health_status: healthy` matches a filter of `health_status` too.
    suits(filters, 'event', (wanted) => wanted === action || action.startsWith(`${wanted}:`)) &&
    suits(filters, 'container', (wanted) => type === 'container' && (wanted === id || wanted === attributes['name'])) &&
    suits(filters, 'image', (wanted) => wanted === id || wanted === attributes['image'])
  );
}

function toLine({ type, action, id, attributes }: CrowdEvent, atNano: bigint): string {
  const seconds = atNano / 1_000_000_000n;
  const old =
    type === 'container'
      ? `"status":${JSON.stringify(action)},"id":"${id}","from":${JSON.stringify(attributes['image'] ?? '')},`
      : '';
  const actor = JSON.stringify({ ID: id, Attributes: attributes });
  return `{${old}"Type":"${type}","Action":${JSON.stringify(action)},"Actor":${actor},"scope":"local","time":${seconds},"timeNano":${atNano}}\n`;
}
