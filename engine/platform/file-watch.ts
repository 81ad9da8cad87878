import { type FSWatcher, watch } from 'node:fs';
import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { toMessage } from './engine-error.ts';
import type { Log } from './log.ts';

/** Others write the file in steps; one look after the last of them is enough. */
const settleMs = 30;

/**
 * Tells when a file comes, changes or goes, also one behind a link, and one whose folders do not exist yet: then the nearest folder
 * that does is watched. The kernel tells; nothing is asked by a timer.
 */
export class FileWatch implements Disposable {
  readonly #file: string;
  readonly #onChange: () => void;
  readonly #log: Log;
  #watchers: FSWatcher[] = [];
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  private constructor(file: string, onChange: () => void, log: Log) {
    this.#file = file;
    this.#onChange = onChange;
    this.#log = log;
  }

  /** Watches from the moment that the promise resolves. */
  static async start(file: string, onChange: () => void, log: Log): Promise<FileWatch> {
    const started = new FileWatch(file, onChange, log);
    await started.#arm();
    return started;
  }

  [Symbol.dispose](): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#disarm();
  }

  #disarm(): void {
    for (const watcher of this.#watchers.splice(0)) watcher.close();
  }

  async #arm(): Promise<void> {
    const target = await realpath(this.#file).catch(() => this.#file);
    const places = await Promise.all([...new Set([this.#file, target])].map(nearestFolder));
    this.#disarm();
    if (this.#isClosed) return;
    for (const { folder, child } of places) this.#watchFolder(folder, child);
  }

  #watchFolder(folder: string, child: string): void {
    const own = path.basename(folder);
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => {
        // A folder that goes away itself is told by its own name.
        if (name === null || name === child || name === own) this.#onEvent();
      });
      watcher.on('error', (error) => this.#log.warn({ error: toMessage(error) }, 'a folder is no longer watched'));
      this.#watchers.push(watcher);
    } catch (error) {
      // No more watches by the system's limit, or the folder went just now: changes are then seen when a page asks anew.
      this.#log.warn({ error: toMessage(error) }, 'a folder cannot be watched');
    }
  }

  #onEvent(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#armAndTell(), settleMs);
  }

  /** Armed first, so that what happens from here on is told again. */
  async #armAndTell(): Promise<void> {
    await this.#arm();
    if (!this.#isClosed) this.#onChange();
  }
}

/** The nearest folder above a file that exists, and what in it leads to the file. */
async function nearestFolder(file: string): Promise<{ folder: string; child: string }> {
  let child = file;
  for (;;) {
    const folder = path.dirname(child);
    const isThere = await realpath(folder).then(
      () => true,
      () => false,
    );
    if (isThere || folder === child) return { folder, child: path.basename(child) };
    child = folder;
  }
}
