import type { StoreApi } from 'zustand/vanilla';
import type { DockerCommand } from '../../engine/commands/command.ts';
import type { EngineProblem } from '../client/engine-problem.ts';
import { createStore } from './create-store.ts';

/** A command line that was carried out, or failed. */
export interface CommandEntry {
  readonly id: number;
  readonly command: DockerCommand;
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** Null when it succeeded. */
  readonly problem: EngineProblem | null;
}

/** A command line under way. */
export interface RunningCommand {
  readonly id: number;
  readonly command: DockerCommand;
  readonly startedAtMs: number;
}

export interface CommandState {
  /** Of the control under the pointer or with focus; it goes 400 ms after being left. */
  readonly hint: DockerCommand | null;
  /** Newest last. */
  readonly running: readonly RunningCommand[];
  readonly last: CommandEntry | null;
  /** What ran in this session, newest first, bounded. */
  readonly journal: readonly CommandEntry[];
}

/** What the command bar shows. */
export type BarContent =
  | { readonly tag: 'empty' }
  | { readonly tag: 'will-run'; readonly command: DockerCommand }
  | { readonly tag: 'running'; readonly command: DockerCommand; readonly startedAtMs: number }
  | { readonly tag: 'ran'; readonly command: DockerCommand; readonly durationMs: number }
  | { readonly tag: 'failed'; readonly command: DockerCommand; readonly problem: EngineProblem };

/** Ends a command: with the problem if it failed, with the line of what was done where that is another one. */
export type EndCommand = (problem: EngineProblem | null, ran?: DockerCommand) => void;

export interface CommandStore extends StoreApi<CommandState> {
  /** How long the pointer has to rest on a control before its hint: longer just after a command, whose result is to be read. */
  readonly hoverDelayMs: () => number;
  /** Shows what a control will run. The answer takes it away again, 400 ms after it is called. */
  readonly showHint: (command: DockerCommand) => () => void;
  /** Begins a command. Unless it only reads, it takes the place of a hint. The answer ends it. */
  readonly begin: (command: DockerCommand, options: { reading: boolean }) => EndCommand;
}

/** A day's work fits; the journal is not a log file. */
const journalLength = 500;
const hintLingersMs = 400;
/** A pointer on its way elsewhere must not make the bar flicker. */
const hoverMs = 150;
/** A button that turned from Stop into Start is still under the pointer; what the click did comes first. */
const readingMs = 1500;

/** What the bar shows: a hint, else what is under way, else what ran last. */
export function barContent({ hint, running, last }: CommandState): BarContent {
  if (hint !== null) return { tag: 'will-run', command: hint };
  const current = running.at(-1);
  if (current !== undefined) return { tag: 'running', command: current.command, startedAtMs: current.startedAtMs };
  if (last === null) return { tag: 'empty' };
  return last.problem === null
    ? { tag: 'ran', command: last.command, durationMs: last.durationMs }
    : { tag: 'failed', command: last.command, problem: last.problem };
}

/** `nowMs` is the clock, in milliseconds since 1970. */
export function createCommandStore(nowMs: () => number): CommandStore {
  const store = createStore<CommandState>(() => ({ hint: null, running: [], last: null, journal: [] }));
  let count = 0;
  let leaving: ReturnType<typeof setTimeout> | undefined;
  return {
    ...store,
    hoverDelayMs() {
      const { last } = store.getState();
      const endedAgoMs = last === null ? Infinity : nowMs() - last.startedAtMs - last.durationMs;
      return Math.max(hoverMs, readingMs - endedAgoMs);
    },
    showHint(command) {
      clearTimeout(leaving);
      store.setState({ hint: command });
      return () => {
        if (store.getState().hint !== command) return;
        clearTimeout(leaving);
        leaving = setTimeout(() => {
          if (store.getState().hint === command) store.setState({ hint: null });
        }, hintLingersMs);
      };
    },
    begin(command, { reading }) {
      count += 1;
      const started: RunningCommand = { id: count, command, startedAtMs: nowMs() };
      const { running, hint } = store.getState();
      store.setState({ running: [...running, started], hint: reading ? hint : null });
      return (problem, ran = command) => {
        const entry = { ...started, command: ran, durationMs: nowMs() - started.startedAtMs, problem };
        const state = store.getState();
        store.setState({
          running: state.running.filter(({ id }) => id !== started.id),
          last: entry,
          journal: [entry, ...state.journal].slice(0, journalLength),
        });
      };
    },
  };
}
