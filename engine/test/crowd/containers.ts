import { toListEntry, toStatusText } from './answers.ts';
import type { EventHub } from './events.ts';
import { type Filters, suits, suitsLabels } from './filters.ts';
import type { CrowdContainer, Population } from './records.ts';

/** What an action came to; `unchanged` is the daemon's 304. */
export type Outcome = 'done' | 'unchanged';

/** The containers of a synthetic daemon: lists them, and does to them what the API asks. */
export class CrowdContainers {
  readonly #population: Population;
  readonly #events: EventHub;
  /** The JSON of a list entry, kept while its words stay the same: a list of thousands must cost the daemon little. */
  readonly #entries = new Map<string, { status: string; json: string }>();

  constructor(population: Population, events: EventHub) {
    this.#population = population;
    this.#events = events;
  }

  /** Finds by id, by the start of an id, or by name, as the daemon does. */
  find(reference: string): CrowdContainer | null {
    const exact = this.#population.containers.get(reference);
    if (exact !== undefined) return exact;
    for (const container of this.#population.containers.values())
      if (container.name === reference || (reference.length >= 3 && container.id.startsWith(reference)))
        return container;
    return null;
  }

  /** `GET /containers/json`: newest first, only the running ones unless `all`. */
  listJson(filters: Filters, all: boolean): string {
    const nowMs = Date.now();
    const entries: string[] = [];
    for (const container of this.#candidates(filters)) {
      const isUp = ['running', 'paused', 'restarting'].includes(container.state);
      if (
        (all || isUp || filters.has('status')) &&
        suits(filters, 'id', (wanted) => container.id.startsWith(wanted)) &&
        suits(filters, 'name', (wanted) => container.name.includes(wanted.replace(/^[/^]+|\$$/g, ''))) &&
        suits(filters, 'status', (wanted) => wanted === container.state) &&
        suitsLabels(filters, container.labels)
      )
        entries.push(this.#entryJson(container, nowMs));
    }
    return `[${entries.join(',')}]`;
  }

  start(container: CrowdContainer): Outcome {
    if (container.state === 'running') return 'unchanged';
    container.state = 'running';
    container.health = 'none';
    container.startedAtMs = Date.now();
    container.finishedAtMs = 0;
    container.exitCode = 0;
    this.#tell(container, 'start');
    return 'done';
  }

  /** Ends it with an exit code: 143 when asked to stop, 137 when killed. */
  end(container: CrowdContainer, exitCode: number, by: 'stop' | 'kill' | 'die'): Outcome {
    if (container.state !== 'running' && container.state !== 'paused' && container.state !== 'restarting')
      return 'unchanged';
    if (by !== 'die') this.#tell(container, 'kill', { signal: exitCode === 137 ? '9' : '15' });
    container.state = 'exited';
    container.health = 'none';
    container.exitCode = exitCode;
    container.finishedAtMs = Date.now();
    this.#tell(container, 'die', { exitCode: String(exitCode), execDuration: '1' });
    if (by === 'stop') this.#tell(container, 'stop');
    return 'done';
  }

  restart(container: CrowdContainer): Outcome {
    this.end(container, 143, 'stop');
    this.start(container);
    this.#tell(container, 'restart');
    return 'done';
  }

  pause(container: CrowdContainer, paused: boolean): Outcome {
    container.state = paused ? 'paused' : 'running';
    this.#tell(container, paused ? 'pause' : 'unpause');
    return 'done';
  }

  rename(container: CrowdContainer, name: string): Outcome {
    const oldName = `/${container.name}`;
    container.name = name;
    this.#tell(container, 'rename', { oldName });
    return 'done';
  }

  add(container: CrowdContainer): Outcome {
    this.#population.containers.set(container.id, container);
    this.#tell(container, 'create');
    return 'done';
  }

  remove(container: CrowdContainer): Outcome {
    if (container.state === 'running' || container.state === 'paused') this.end(container, 137, 'kill');
    this.#population.containers.delete(container.id);
    this.#entries.delete(container.id);
    this.#tell(container, 'destroy');
    return 'done';
  }

  #candidates(filters: Filters): Iterable<CrowdContainer> {
    const wanted = filters.get('id');
    // A list of a few ids must not walk thousands: a real daemon has an index for it too.
    if (wanted !== undefined && wanted.length > 0 && wanted.every((id) => id.length === 64))
      return wanted.flatMap((id) => this.#population.containers.get(id) ?? []);
    return this.#population.containers.values();
  }

  #entryJson(container: CrowdContainer, nowMs: number): string {
    const status = toStatusText(container, nowMs);
    const kept = this.#entries.get(container.id);
    if (kept !== undefined && kept.status === status) return kept.json;
    const json = JSON.stringify(toListEntry(container, status));
    this.#entries.set(container.id, { status, json });
    return json;
  }

  #tell(container: CrowdContainer, action: string, more: Readonly<Record<string, string>> = {}): void {
    this.#entries.delete(container.id);
    const attributes = { ...container.labels, ...more, image: container.image, name: container.name };
    this.#events.emit({ type: 'container', action, id: container.id, attributes });
  }
}
