import { appendFile, mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { LogEvent } from '../contract/logs.ts';
import type { DockerConnection } from '../docker/connect.ts';
import type { DockerEvent } from '../docker/events.ts';
import { readFileIfAny, writeFileAtomically } from '../platform/atomic-file.ts';
import { toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { KeptFiles } from './kept-files.ts';

/** Removed containers whose logs are kept, of one name or compose service. */
const keptOfOneName = 5;
/** Removed containers that anything is kept of, of all names. */
const keptOfAll = 200;

const patienceMs = 100;

const aboutFile = 'about.json';
const eventsFile = 'events.ndjson';

const about = z.object({
  name: z.string(),
  project: z.string().nullable(),
  service: z.string().nullable(),
  /** Null while the container is there. */
  removedMs: z.number().nullable(),
  /** It was a container of Berth's own engine, whose list tells when it is gone. */
  isOwn: z.boolean().default(false),
});

type About = z.infer<typeof about>;

/** What tells which containers come after one another. */
type Place = Pick<About, 'name' | 'project' | 'service'>;

const pastEvent = z.object({
  ms: z.number(),
  kind: z.enum(['started', 'stopped', 'out-of-memory']),
  exitCode: z.number().int().optional(),
});

/** Something that happened to a container, and when; milliseconds since 1970. */
export interface PastEvent {
  readonly ms: number;
  readonly event: LogEvent;
}

export interface PastContainer {
  readonly id: string;
  readonly name: string;
  /** Where its log lies; null when nothing of it could be kept. */
  readonly path: string | null;
}

export interface Past {
  /** Those that had the container's place before it, the oldest first. */
  readonly containers: readonly PastContainer[];
  /** What happened to them and to it. */
  readonly events: readonly PastEvent[];
}

/** What may be kept, as it is set now. */
export interface KeptLimits {
  /** Anything of removed containers. */
  readonly ofRemoved: boolean;
  /** Second names for log files, which outlive their container. */
  readonly files: boolean;
  /** Of all removed containers; the oldest go first. */
  readonly allBytes: number;
}

interface LogHistoryOptions {
  readonly folder: string;
  /** Where Berth's own engine keeps a folder for each container. */
  readonly containersDir: string;
  /** Where their logs get second names: on the same mount, because there are none across two (link(2), EXDEV). */
  readonly keptDir: string;
  /** Whether that engine answers here; the files of others are not Berth's to keep. */
  readonly isOwnEngine: (connection: DockerConnection) => boolean;
  readonly limits: () => KeptLimits;
  readonly log: Log;
}

/**
 * What outlives a container: when it started and stopped, and its log. The log of an engine on this computer is kept by a second name
 * for its files (link(2)), which costs nothing while the container is there; those of one name or compose service are found together.
 */
export class LogHistory {
  readonly #options: LogHistoryOptions;
  readonly #files: KeptFiles;
  #work: Promise<void> = Promise.resolve();
  #known: Promise<Map<string, About>> | null = null;

  constructor(options: LogHistoryOptions) {
    this.#options = options;
    this.#files = new KeptFiles(options);
  }

  /** Learns of what happened to a container; events are written in the order of the calls. */
  learn(event: DockerEvent, connection: DockerConnection): void {
    if (event.kind !== 'container' || !isId(event.id)) return;
    this.#then(() => this.#take(event, connection));
  }

  /** Keeps the logs of containers that were there before Berth looked, and notices those that are not there any more. */
  adopt(containers: Iterable<Place & { readonly id: string }>, connection: DockerConnection): void {
    if (!this.#options.isOwnEngine(connection)) return;
    const present = new Map([...containers].filter(({ id }) => isId(id)).map((one) => [one.id, one]));
    this.#then(async () => {
      for (const [id, { name, project, service }] of present) {
        if ((await this.#readAbout(id)) !== null) continue;
        await this.#writeAbout(id, { name, project, service, removedMs: null, isOwn: true });
        await this.#keepFiles(id, connection);
      }
      for (const { id, about: known } of await this.#all()) {
        if (known.removedMs !== null || present.has(id)) continue;
        const isOwn = known.isOwn || (await this.#files.pathOf(id)) !== null;
        if (isOwn) await this.#writeAbout(id, { ...known, removedMs: Date.now() });
      }
      await this.#keepLimits();
    });
  }

  /** Takes the limits as they are set now: what may not be kept any more goes, what may be is kept from now on. */
  async applyLimits(): Promise<void> {
    this.#then(async () => {
      const { files } = this.#options.limits();
      for (const { id, about: known } of await this.#all()) {
        if (known.removedMs !== null) continue;
        if (!files) await this.#files.remove(id);
        else if ((await this.#files.pathOf(id)) === null) await this.#files.keep(id);
      }
      await this.#keepLimits();
    });
    await this.#work;
  }

  /** What was before a container, and what happened since. */
  async past(id: string, place: Place): Promise<Past> {
    // What was told a moment ago belongs to it; a person who waits for a log does not wait for the history of all others.
    await Promise.race([this.#work, sleep(patienceMs)]);
    const removed = await this.#removedLike(place);
    const containers = await Promise.all(
      removed.map(async ({ id: before, about: { name } }) => ({
        id: before,
        name,
        path: await this.#files.pathOf(before),
      })),
    );
    const events: PastEvent[] = [];
    for (const one of [...removed.map(({ id: before }) => before), id]) {
      const own = await this.#readEvents(one);
      const [first] = own;
      if (events.length > 0 && first !== undefined) events.push({ ms: first.ms, event: { kind: 'recreated' } });
      events.push(...own);
    }
    return { containers, events };
  }

  /** Resolves when everything that was learned is written. */
  async settled(): Promise<void> {
    await this.#work;
  }

  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      // What is told of one container must not keep that of the next from being written.
      this.#options.log.warn({ error: toMessage(error) }, 'the history of a log could not be kept');
    });
  }

  async #take({ action, id, atMs, attributes }: DockerEvent, connection: DockerConnection): Promise<void> {
    const known = await this.#readAbout(id);
    const now: About = {
      name: attributes['name'] ?? known?.name ?? id.slice(0, 12),
      project: attributes['com.docker.compose.project'] ?? null,
      service: attributes['com.docker.compose.service'] ?? null,
      removedMs: null,
      isOwn: this.#options.isOwnEngine(connection),
    };
    switch (action) {
      case 'create':
      case 'rename':
        await this.#writeAbout(id, now);
        return;
      case 'start':
        if (known === null) await this.#writeAbout(id, now);
        await this.#append(id, { ms: atMs, kind: 'started' });
        await this.#keepFiles(id, connection);
        return;
      case 'oom':
        await this.#append(id, { ms: atMs, kind: 'out-of-memory' });
        return;
      case 'die':
        await this.#append(id, { ms: atMs, kind: 'stopped', exitCode: Number(attributes['exitCode'] ?? 0) });
        await this.#keepFiles(id, connection);
        return;
      case 'destroy':
        if (known === null) return;
        await this.#writeAbout(id, { ...known, removedMs: atMs });
        await this.#prune(known);
        return;
      default:
    }
  }

  #folderOf(id: string): string {
    return path.join(this.#options.folder, id);
  }

  /** What is known of each container; read once, because each log that is opened asks for all of it. */
  async #abouts(): Promise<Map<string, About>> {
    this.#known ??= this.#readAbouts();
    try {
      return await this.#known;
    } catch (error) {
      // What could not be read now may be read the next time.
      this.#known = null;
      throw error;
    }
  }

  async #readAbouts(): Promise<Map<string, About>> {
    const found = new Map<string, About>();
    for (const id of await this.#ids()) {
      const text = await readFileIfAny(path.join(this.#folderOf(id), aboutFile));
      const one = text === null ? undefined : about.safeParse(parseJson(text)).data;
      if (one !== undefined) found.set(id, one);
    }
    return found;
  }

  async #ids(): Promise<string[]> {
    try {
      return (await readdir(this.#options.folder)).filter(isId);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }

  async #readAbout(id: string): Promise<About | null> {
    return (await this.#abouts()).get(id) ?? null;
  }

  async #writeAbout(id: string, value: About): Promise<void> {
    (await this.#abouts()).set(id, value);
    await writeFileAtomically(path.join(this.#folderOf(id), aboutFile), `${JSON.stringify(value)}\n`);
  }

  async #append(id: string, event: z.infer<typeof pastEvent>): Promise<void> {
    await mkdir(this.#folderOf(id), { recursive: true, mode: 0o700 });
    await appendFile(path.join(this.#folderOf(id), eventsFile), `${JSON.stringify(event)}\n`, { mode: 0o600 });
  }

  async #readEvents(id: string): Promise<PastEvent[]> {
    const text = (await readFileIfAny(path.join(this.#folderOf(id), eventsFile))) ?? '';
    return text.split('\n').flatMap((line): PastEvent[] => {
      // The last line may have been cut by the end of a service.
      const { data } = pastEvent.safeParse(parseJson(line));
      if (data === undefined) return [];
      const { ms, kind, exitCode = 0 } = data;
      return [{ ms, event: kind === 'stopped' ? { kind, exitCode } : { kind } }];
    });
  }

  async #keepFiles(id: string, connection: DockerConnection): Promise<void> {
    if (this.#options.isOwnEngine(connection) && this.#options.limits().files) await this.#files.keep(id);
  }

  /** Removed containers of the same compose service, or of the same name, the oldest first. */
  async #removedLike(place: Place): Promise<{ id: string; about: About }[]> {
    const all = await this.#allRemoved();
    return all.filter(({ about: one }) =>
      place.project !== null && place.service !== null
        ? one.project === place.project && one.service === place.service
        : one.project === null && one.name === place.name,
    );
  }

  async #allRemoved(): Promise<{ id: string; about: About; removedMs: number }[]> {
    const all = await this.#all();
    return all
      .flatMap(({ id, about: one }) => (one.removedMs === null ? [] : [{ id, about: one, removedMs: one.removedMs }]))
      .toSorted((a, b) => a.removedMs - b.removedMs);
  }

  async #all(): Promise<{ id: string; about: About }[]> {
    return [...(await this.#abouts())].map(([id, one]) => ({ id, about: one }));
  }

  /** Lets the oldest of one name go beyond five, and of all what may not be kept. */
  async #prune(place: About): Promise<void> {
    const alike = await this.#removedLike(place);
    for (const { id } of alike.slice(0, Math.max(0, alike.length - keptOfOneName))) await this.#forget(id);
    await this.#keepLimits();
  }

  /** Lets the oldest of all removed containers go beyond the budget; all of them when none is kept. */
  async #keepLimits(): Promise<void> {
    const { ofRemoved, allBytes } = this.#options.limits();
    const left = await this.#allRemoved();
    const sizes = await Promise.all(left.map(({ id }) => this.#files.sizeOf(id)));
    let sum = sizes.reduce((total, size) => total + size, 0);
    for (const [index, { id }] of left.entries()) {
      if (ofRemoved && sum <= allBytes && left.length - index <= keptOfAll) return;
      await this.#forget(id);
      sum -= sizes[index] ?? 0;
    }
  }

  async #forget(id: string): Promise<void> {
    (await this.#abouts()).delete(id);
    await this.#files.remove(id);
    await rm(this.#folderOf(id), { recursive: true, force: true });
  }
}

function isId(id: string): boolean {
  return /^[0-9a-f]{64}$/.test(id);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
