import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { readFileIfAny, writeFileAtomically } from '../platform/atomic-file.ts';
import { startTimeOf } from '../platform/process.ts';

const marked = z.object({ marker: z.string(), container: z.string() });
const entry = z.discriminatedUnion('kind', [
  marked.extend({ kind: z.literal('exec'), pid: z.number().int().nullable() }),
  marked.extend({ kind: z.literal('debug') }),
]);

export type JournalEntry = z.infer<typeof entry>;

/**
 * What runs in containers for terminals, in a file of each service: the daemon lets an exec run on when its client dies, so a service
 * that was killed leaves it to the next one to end them.
 */
export class Journal {
  readonly #dir: string;
  readonly #file: string;
  readonly #entries = new Map<string, JournalEntry>();

  /** `dir` is shared by the services of one user, of which several may run. */
  constructor(dir: string) {
    this.#dir = dir;
    this.#file = path.join(dir, `${process.pid}-${startTimeOf(process.pid) ?? ''}.json`);
  }

  /** Takes over what services left behind that do not run any more. */
  async takeLeftovers(): Promise<JournalEntry[]> {
    const left: JournalEntry[] = [];
    for (const name of await readDir(this.#dir)) {
      const [, pid, startTime] = /^(\d+)-(\d*)\.json$/.exec(name) ?? [];
      const file = path.join(this.#dir, name);
      if (pid === undefined || file === this.#file || startTimeOf(Number(pid)) === startTime) continue;
      left.push(...parseEntries(await readFileIfAny(file)));
      await rm(file, { force: true });
    }
    return left;
  }

  async add(id: string, made: JournalEntry): Promise<void> {
    this.#entries.set(id, made);
    await this.#write();
  }

  async remove(id: string): Promise<void> {
    if (this.#entries.delete(id)) await this.#write();
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

function parseEntries(text: string | null): JournalEntry[] {
  if (text === null) return [];
  try {
    return z.array(entry).safeParse(JSON.parse(text)).data ?? [];
  } catch {
    // Not JSON: not ours, since ours are written atomically.
    return [];
  }
}
