import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { engineAddress } from '../docker/address.ts';
import { readFileIfAny, writeFileAtomically } from '../platform/atomic-file.ts';
import { Batch } from '../platform/batch.ts';
import type { Log } from '../platform/log.ts';
import { startTimeOf } from '../platform/process.ts';

const engine = z.object({ id: z.string(), address: engineAddress });
const marked = z.object({ engine, marker: z.string(), container: z.string() });
const entry = z.discriminatedUnion('kind', [
  marked.extend({ kind: z.literal('exec'), pid: z.number().int().nullable(), startTime: z.string().nullable() }),
  marked.extend({ kind: z.literal('debug') }),
]);

/** Entries of engines that never answer again add up; one service leaves 64 at most. */
const maxLeftovers = 256;

export type JournalEntry = z.infer<typeof entry>;

/**
 * What runs in containers for terminals, in a file of each service: the daemon lets an exec run on when its client dies, so a service
 * that was killed leaves it to the next one to end them, each on its own engine.
 */
export class Journal {
  readonly #dir: string;
  readonly #file: string;
  readonly #log: Log;
  readonly #entries = new Map<string, JournalEntry>();
  /** Terminals that open or close together share one write. */
  readonly #writes = new Batch<void, void>(0, () => this.#write());

  /** `dir` is shared by the services of one user, of which several may run. */
  constructor(dir: string, log: Log) {
    this.#dir = dir;
    this.#log = log;
    this.#file = path.join(dir, `${process.pid}-${startTimeOf(process.pid) ?? ''}.json`);
  }

  /**
   * Moves the entries of dead services into this journal, 256 at most; returns them by id. Skips
   * those that it cannot read, such as one without the address of its engine.
   */
  async takeLeftovers(): Promise<ReadonlyMap<string, JournalEntry>> {
    const left: JournalEntry[] = [];
    const files: string[] = [];
    for (const name of await readDir(this.#dir)) {
      const [, pid, startTime] = /^(\d+)-(\d*)\.json$/.exec(name) ?? [];
      const file = path.join(this.#dir, name);
      if (pid === undefined || file === this.#file || startTimeOf(Number(pid)) === startTime) continue;
      const { entries, unread } = parseEntries(await readFileIfAny(file));
      if (unread > 0) this.#log.warn({ file, unread }, 'terminals of before cannot be read from the journal');
      left.push(...entries);
      files.push(file);
    }
    const taken = new Map(left.slice(-maxLeftovers).map((each) => [randomUUID(), each]));
    for (const [id, each] of taken) this.#entries.set(id, each);
    if (taken.size > 0) await this.#writes.ask();
    // Only now: if this service is killed before, the next one still finds them.
    for (const file of files) await rm(file, { force: true });
    return taken;
  }

  /** The entry, or null where it was removed. */
  get(id: string): JournalEntry | null {
    return this.#entries.get(id) ?? null;
  }

  async add(id: string, made: JournalEntry): Promise<void> {
    this.#entries.set(id, made);
    await this.#writes.ask();
  }

  async remove(id: string): Promise<void> {
    if (this.#entries.delete(id)) await this.#writes.ask();
  }

  async #write(): Promise<void> {
    await writeFileAtomically(this.#file, `${JSON.stringify([...this.#entries.values()])}\n`);
  }
}

async function readDir(dir: string): Promise<string[]> {
  try {
    return await readdir(dir);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
}

function parseEntries(text: string | null): { entries: JournalEntry[]; unread: number } {
  if (text === null) return { entries: [], unread: 0 };
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // Not JSON: not ours, since ours are written atomically.
  }
  const all: unknown[] = Array.isArray(parsed) ? parsed : [];
  const entries = all.flatMap((each) => entry.safeParse(each).data ?? []);
  return { entries, unread: all.length - entries.length };
}
