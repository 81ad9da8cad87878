import type { Changes, ChangesInput } from '../contract/changes.ts';
import type { ShellReach } from '../contract/engines.ts';
import type { JournalEntry, JournalReport } from '../contract/journal.ts';
import { Collection } from '../mirror/collection.ts';

/** A day's work fits; the journal is not a log file. */
const maxEntries = 500;
/** Of all entries as JSON, in characters: one act on thousands of objects is a long line. */
const maxCharacters = 4 * 1024 * 1024;

interface CommandJournalOptions {
  /** How a shell reaches an engine now, by the connection's id. */
  readonly reachOf: (engine: string) => ShellReach;
}

/**
 * The command lines that were run in all pages, oldest first. It lives as long as the service; the
 * oldest lines go first.
 */
export class CommandJournal {
  readonly #rows = new Collection<JournalEntry>();
  readonly #reachOf: CommandJournalOptions['reachOf'];
  #characters = 0;

  constructor({ reachOf }: CommandJournalOptions) {
    this.#reachOf = reachOf;
    this.#rows.setFreshness('live');
  }

  /** Answers when there is something that a reader at `input` does not have. */
  changes(input: ChangesInput, signal: AbortSignal): Promise<Changes<JournalEntry>> {
    return this.#rows.changes(input, signal);
  }

  /** Adds what a page has run. An entry that is there already stays as it is. */
  add({ script, ...act }: JournalReport): void {
    if (this.#rows.rows.has(act.id)) return;
    const endedAtMs = Date.now();
    const lines = script.map(({ engine, tokens }) => ({
      engine: { id: engine, shell: this.#reachOf(engine) },
      tokens,
    }));
    const entry: JournalEntry = { ...act, script: lines, endedAtMs };
    this.#characters += sizeOf(entry);
    const entries = [...this.#rows.rows.values()].map(({ row }) => row);
    const gone: string[] = [];
    for (const oldest of entries) {
      if (entries.length - gone.length < maxEntries && this.#characters <= maxCharacters) break;
      this.#characters -= sizeOf(oldest);
      gone.push(oldest.id);
    }
    this.#rows.apply([entry], gone, endedAtMs);
  }

  /** Says of all lines anew how a shell reaches their engines. */
  refresh(): void {
    const entries = [...this.#rows.rows.values()].map(({ row }) => ({
      ...row,
      script: row.script.map((line) => ({
        ...line,
        engine: { ...line.engine, shell: this.#reachOf(line.engine.id) },
      })),
    }));
    this.#rows.apply(entries, [], Date.now());
  }
}

/** The characters of an entry but for how its engines are reached, which changes. */
function sizeOf({ script, ...act }: JournalEntry): number {
  return JSON.stringify([act, script.map(({ engine, tokens }) => [engine.id, tokens])]).length;
}
