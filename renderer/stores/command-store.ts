import type { StoreApi } from 'zustand/vanilla';
import type { JournalEntry, JournalReport, Script } from '../../engine/contract/journal.ts';
import type { EngineProblem } from '../client/engine-problem.ts';
import { createStore } from './create-store.ts';

/** Lines that were carried out, or failed. */
export interface RanScript {
  readonly id: string;
  readonly script: Script;
  readonly endedAtMs: number;
  readonly durationMs: number;
  /** Null when they succeeded. */
  readonly problem: EngineProblem | null;
}

/** Lines under way. */
export interface RunningScript {
  readonly id: string;
  readonly script: Script;
  readonly startedAtMs: number;
}

export interface CommandState {
  /** Of the control under the pointer or with focus; it goes 400 ms after being left. */
  readonly hint: Script | null;
  /** Newest last. */
  readonly running: readonly RunningScript[];
  /** What ran last, in this page or in another one. */
  readonly last: RanScript | null;
}

/** What the command bar shows. */
export type BarContent =
  | { readonly tag: 'empty' }
  | { readonly tag: 'will-run'; readonly script: Script }
  | { readonly tag: 'running'; readonly script: Script; readonly startedAtMs: number }
  | { readonly tag: 'ran'; readonly script: Script; readonly durationMs: number }
  | { readonly tag: 'failed'; readonly script: Script; readonly problem: EngineProblem };

interface BeginOptions {
  /** Such as `container.stop`. */
  readonly verbId: string;
  /** It only looks: it never takes the place of a hint, and does not go into the journal. */
  readonly reading: boolean;
}

/**
 * Ends a script: with the problem if it failed, with the lines of what was done where those are
 * others.
 */
export type EndScript = (problem: EngineProblem | null, ran?: Script) => void;

export interface CommandStore extends StoreApi<CommandState> {
  /** How long the pointer has to rest on a control before its hint: longer just after a command, whose result is to be read. */
  readonly hoverDelayMs: () => number;
  /** Shows what a control will run. The answer takes it away again, 400 ms after it is called. */
  readonly showHint: (script: Script) => () => void;
  /** Begins a script. Unless it only reads, it takes the place of a hint. The answer ends it. */
  readonly begin: (script: Script, options: BeginOptions) => EndScript;
  /**
   * Shows the lines that a screen equals. The screen with which the page opens does not take the
   * place of what was run before.
   */
  readonly look: (script: Script) => void;
  /** Somebody has clicked or typed: from now on the screens are those that they chose. */
  readonly endOpening: () => void;
  /** Takes in the journal, oldest first: a newer entry of another page is what ran last. */
  readonly takeJournal: (entries: readonly JournalEntry[]) => void;
}

interface CommandStoreOptions {
  /** The clock; milliseconds since 1970. */
  readonly nowMs: () => number;
  /** Puts lines that were run into the journal. */
  readonly report: (entry: JournalReport) => Promise<unknown>;
}

const hintLingersMs = 400;
/** A pointer on its way elsewhere must not make the bar flicker. */
const hoverMs = 150;
/** A button that turned from Stop into Start is still under the pointer; what the click did comes first. */
const readingMs = 1500;

/** What the bar shows: a hint, else what is under way, else what ran last. */
export function barContent({ hint, running, last }: CommandState): BarContent {
  if (hint !== null) return { tag: 'will-run', script: hint };
  const current = running.at(-1);
  if (current !== undefined) return { tag: 'running', script: current.script, startedAtMs: current.startedAtMs };
  if (last === null) return { tag: 'empty' };
  return last.problem === null
    ? { tag: 'ran', script: last.script, durationMs: last.durationMs }
    : { tag: 'failed', script: last.script, problem: last.problem };
}

/** A command bar that shows nothing yet. */
export function createCommandStore({ nowMs, report }: CommandStoreOptions): CommandStore {
  const store = createStore<CommandState>(() => ({ hint: null, running: [], last: null }));
  /** Of this page, on their way into the journal. */
  const own = new Set<string>();
  let newestId = '';
  let isOpening = true;
  let lookId = '';
  let leaving: ReturnType<typeof setTimeout> | undefined;
  const send = (verbId: string, { id, script, durationMs, problem }: RanScript) => {
    own.add(id);
    const lines = script.map(({ engine, tokens }) => ({ engine: engine.id, tokens }));
    // What the service cannot take in, such as while the page has no connection, stands in this
    // page's bar alone.
    report({ id, verbId, script: lines, durationMs, problem }).catch(() => own.delete(id));
  };
  return {
    ...store,
    hoverDelayMs() {
      const { last } = store.getState();
      const endedAgoMs = last === null ? Infinity : nowMs() - last.endedAtMs;
      return Math.max(hoverMs, readingMs - endedAgoMs);
    },
    showHint(script) {
      clearTimeout(leaving);
      store.setState({ hint: script });
      return () => {
        if (store.getState().hint !== script) return;
        clearTimeout(leaving);
        leaving = setTimeout(() => {
          if (store.getState().hint === script) store.setState({ hint: null });
        }, hintLingersMs);
      };
    },
    begin(script, { verbId, reading }) {
      const started: RunningScript = { id: crypto.randomUUID(), script, startedAtMs: nowMs() };
      const { running, hint } = store.getState();
      store.setState({ running: [...running, started], hint: reading ? hint : null });
      return (problem, ran = script) => {
        const endedAtMs = nowMs();
        const last = { id: started.id, script: ran, endedAtMs, durationMs: endedAtMs - started.startedAtMs, problem };
        store.setState({ running: store.getState().running.filter(({ id }) => id !== started.id), last });
        if (!reading) send(verbId, last);
      };
    },
    look(script) {
      const { last } = store.getState();
      if (isOpening && last !== null && last.id !== lookId) return;
      lookId = crypto.randomUUID();
      store.setState({ last: { id: lookId, script, endedAtMs: nowMs(), durationMs: 0, problem: null } });
    },
    endOpening() {
      isOpening = false;
    },
    takeJournal(entries) {
      const newest = entries.at(-1);
      if (newest === undefined) return;
      const { last } = store.getState();
      const isOther = newest.id !== newestId && !own.has(newest.id);
      // The journal follows how a shell reaches the engines of its lines.
      if (isOther || newest.id === last?.id) store.setState({ last: newest });
      newestId = newest.id;
      for (const { id } of entries) own.delete(id);
    },
  };
}
