import { type EngineAddress, toAddressKey } from '../docker/address.ts';
import { connectOnceBack, type DockerConnection, isAway } from '../docker/connect.ts';
import { BackOff } from '../platform/back-off.ts';
import { toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import type { Waiters } from '../platform/waiters.ts';
import { endDebugContainer } from './debug-source.ts';
import type { Journal, JournalEntry } from './journal.ts';
import type { TerminalProcesses } from './processes.ts';

/** Between two tries on an engine that was lost while its terminals ended. */
const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

interface LeftoversOptions {
  readonly journal: Journal;
  readonly processes: TerminalProcesses;
  /** Wakes its waiters when an engine begins to answer. */
  readonly answers: Waiters;
  readonly log: Log;
}

/**
 * Ends what terminals left running because their service was killed or their engine did not answer.
 * Each entry ends on its own engine as soon as that answers. Until then it stays in the journal,
 * for the next service.
 */
export class Leftovers implements AsyncDisposable {
  readonly #options: LeftoversOptions;
  readonly #life = new AbortController();
  readonly #work = new Set<Promise<void>>();

  constructor(options: LeftoversOptions) {
    this.#options = options;
  }

  /** Begins to end these entries of the journal. */
  end(left: ReadonlyMap<string, JournalEntry>): void {
    const { log } = this.#options;
    const engines = Map.groupBy(left, ([, { engine }]) => toAddressKey(engine.address));
    for (const entries of engines.values()) {
      const [first] = entries;
      if (first === undefined) continue;
      const [, { engine }] = first;
      const work = this.#endOn(engine.address, new Map(entries)).catch((error: unknown) => {
        if (!this.#life.signal.aborted)
          log.warn({ engine: engine.id, error: toMessage(error) }, 'terminals of an earlier run remain on an engine');
      });
      this.#work.add(work);
      void work.finally(() => this.#work.delete(work));
    }
  }

  /** Waits for endings that have begun, not for engines that do not answer. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.abort();
    await Promise.all(this.#work);
  }

  async #endOn(address: EngineAddress, left: Map<string, JournalEntry>): Promise<void> {
    const { signal } = this.#life;
    await Promise.all([...left].map(([id, entry]) => this.#endHere(id, entry, left)));
    for (const backOff = new BackOff(firstPauseMs, longestPauseMs); left.size > 0;) {
      using connection = await connectOnceBack(address, this.#options.answers, signal);
      await Promise.all([...left].map(([id, entry]) => this.#endThere(id, entry, connection, left)));
      if (left.size > 0) await backOff.wait(signal);
    }
  }

  /** Ends a program of this machine, which needs no engine. */
  async #endHere(id: string, entry: JournalEntry, left: Map<string, JournalEntry>): Promise<void> {
    const { journal, processes } = this.#options;
    if (entry.kind !== 'exec' || !(await processes.endHere(entry))) return;
    left.delete(id);
    await journal.remove(id);
  }

  async #endThere(
    id: string,
    entry: JournalEntry,
    connection: DockerConnection,
    left: Map<string, JournalEntry>,
  ): Promise<void> {
    const { journal, processes, log } = this.#options;
    try {
      if (entry.kind === 'exec') await processes.end(entry, connection);
      else await endDebugContainer(entry, connection, processes);
      left.delete(id);
      await journal.remove(id);
    } catch (error) {
      if (isAway(error)) return;
      left.delete(id);
      const { engine, container } = entry;
      log.warn({ engine: engine.id, container, error: toMessage(error) }, 'a terminal of before could not be ended');
    }
  }
}
