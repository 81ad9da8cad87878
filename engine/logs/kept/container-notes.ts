import { mkdir, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { LogEvent } from '../../contract/logs.ts';
import { toEndpoint } from '../../docker/address.ts';
import { readFileIfAny, writeFileAtomically } from '../../platform/atomic-file.ts';
import { readJsonFile } from '../../platform/json-file.ts';
import type { Log } from '../../platform/log.ts';
import { Once } from '../../platform/sequencer.ts';

const aboutFile = 'about.json';
const eventsFile = 'events.ndjson';

/**
 * About 2,000 events; a container that restarts every minute has more per day. Beyond it the older
 * half is removed.
 */
const maxEventsBytes = 128 * 1024;

const about = z.object({
  name: z.string(),
  project: z.string().nullable(),
  service: z.string().nullable(),
  /** Milliseconds since 1970; null while the container exists. */
  removedMs: z.number().nullable(),
  /** The container is on Berth's own engine, whose list shows when it is gone. */
  isOwn: z.boolean().default(false),
  /**
   * The address key of its engine: two engines may have containers of the same name. Old notes have
   * the path of its socket.
   */
  engine: z
    .string()
    .default('')
    .transform((key) => (key.startsWith('/') ? toEndpoint({ kind: 'unix', path: key }) : key)),
  /** When an event first named it; milliseconds since 1970. */
  toldMs: z.number().default(0),
  /** When its last lines were captured; null when none are kept. */
  capturedMs: z.number().nullable().default(null),
});

export type About = z.infer<typeof about>;

/** Containers with the same role on one engine continue one another. */
export type ContainerRole = Pick<About, 'name' | 'project' | 'service'>;
export type RoleOnEngine = ContainerRole & Pick<About, 'isOwn' | 'engine'>;

const pastEvent = z.object({
  ms: z.number(),
  kind: z.enum(['started', 'stopped', 'out-of-memory']),
  exitCode: z.number().int().optional(),
});

/** An event of a container; `ms` is milliseconds since 1970. */
export interface PastEvent {
  readonly ms: number;
  readonly event: LogEvent;
}

/** Notes on containers, removed ones included: a folder for each, named by its id. */
export class ContainerNotes {
  readonly #folder: string;
  readonly #log: Log;
  /** Read once, because every log that is opened needs all of them. */
  readonly #abouts = new Once(() => this.#read());

  constructor(folder: string, log: Log) {
    this.#folder = folder;
    this.#log = log;
  }

  folderOf(id: string): string {
    return path.join(this.#folder, id);
  }

  async all(): Promise<{ id: string; about: About }[]> {
    return [...(await this.#abouts.get())].map(([id, one]) => ({ id, about: one }));
  }

  async get(id: string): Promise<About | null> {
    return (await this.#abouts.get()).get(id) ?? null;
  }

  async set(id: string, value: About): Promise<void> {
    (await this.#abouts.get()).set(id, value);
    await writeFileAtomically(path.join(this.folderOf(id), aboutFile), `${JSON.stringify(value)}\n`);
  }

  async forget(id: string): Promise<void> {
    (await this.#abouts.get()).delete(id);
    await rm(this.folderOf(id), { recursive: true, force: true });
  }

  /** Appends an event; removes the oldest ones when there are too many. */
  async append(id: string, event: z.infer<typeof pastEvent>): Promise<void> {
    await mkdir(this.folderOf(id), { recursive: true, mode: 0o700 });
    const file = path.join(this.folderOf(id), eventsFile);
    await using handle = await open(file, 'a', 0o600);
    await handle.appendFile(`${JSON.stringify(event)}\n`);
    if ((await handle.stat()).size <= maxEventsBytes) return;
    const lines = ((await readFileIfAny(file)) ?? '').trimEnd().split('\n');
    await writeFileAtomically(file, `${lines.slice(Math.floor(lines.length / 2)).join('\n')}\n`);
  }

  /** The events in order. */
  async events(id: string): Promise<PastEvent[]> {
    const text = (await readFileIfAny(path.join(this.folderOf(id), eventsFile))) ?? '';
    return text.split('\n').flatMap((line): PastEvent[] => {
      // The last line may be torn by the end of a service.
      const { data } = pastEvent.safeParse(parseJson(line));
      if (data === undefined) return [];
      const { ms, kind, exitCode = 0 } = data;
      return [{ ms, event: kind === 'stopped' ? { kind, exitCode } : { kind } }];
    });
  }

  async #read(): Promise<Map<string, About>> {
    const found = new Map<string, About>();
    for (const id of await this.#ids()) {
      const one = await readJsonFile(path.join(this.folderOf(id), aboutFile), about, this.#log);
      // Without a note nothing finds the folder, and no limit removes it.
      if (one === null) await rm(this.folderOf(id), { recursive: true, force: true });
      else found.set(id, one);
    }
    return found;
  }

  async #ids(): Promise<string[]> {
    try {
      return (await readdir(this.#folder)).filter(isContainerId);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }
  }
}

/** Whether a name is a container id, 64 hexadecimal digits, and so safe as a folder name. */
export function isContainerId(id: string): boolean {
  return /^[0-9a-f]{64}$/.test(id);
}

/** Whether two containers are on one engine. Berth's own engine may have moved its socket. */
export function isOnSame(one: Pick<About, 'isOwn' | 'engine'>, other: Pick<About, 'isOwn' | 'engine'>): boolean {
  return other.isOwn ? one.isOwn : !one.isOwn && one.engine === other.engine;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
