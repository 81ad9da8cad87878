import { readFileSync, readdirSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { randomUUID } from 'node:crypto';
import { startTimeOf } from '../platform/process.ts';
import { isAlive } from './file-lock.ts';

/** The running Berths that use an engine: the last one to leave stops it. Each is a file in a folder of the run folder. */
export class EngineUsers {
  readonly #dir: string;
  readonly #name = `${process.pid}-${randomUUID()}`;

  constructor(dir: string) {
    this.#dir = dir;
  }

  async join(): Promise<void> {
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    await writeFile(path.join(this.#dir, this.#name), startTimeOf(process.pid) ?? '', { mode: 0o600 });
  }

  /** Leaves, and answers whether others use the engine still. Files of Berths that have ended are taken away. */
  async leave(): Promise<{ readonly isLast: boolean }> {
    await rm(path.join(this.#dir, this.#name), { force: true });
    let others = 0;
    for (const name of this.#list()) {
      const startTime = this.#readStartTime(name);
      if (startTime !== null && isAlive({ pid: Number(name.split('-')[0]), startTime })) others += 1;
      else await rm(path.join(this.#dir, name), { force: true });
    }
    return { isLast: others === 0 };
  }

  #list(): string[] {
    try {
      return readdirSync(this.#dir);
    } catch {
      // Nobody has joined yet.
      return [];
    }
  }

  #readStartTime(name: string): string | null {
    try {
      return readFileSync(path.join(this.#dir, name), 'utf8') || null;
    } catch {
      // It has just left.
      return null;
    }
  }
}
