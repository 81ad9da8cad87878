import type { LogSource } from '../../contract/logs.ts';
import type { LineStore } from '../index/line-store.ts';

/** Brings a container's lines in: from files, or from the Engine API. */
export interface LogFeed extends AsyncDisposable {
  /** Another one when the lines begin anew. */
  readonly store: LineStore;
  readonly phase: LogSource['phase'];
  readonly detail: string;
  /** Share of the bytes of before that have been taken in. */
  readonly olderDone: number;
  /** Bytes that were written and not taken in yet. */
  readonly behindBytes: number;
  /** The last lines are in, or there are none. */
  readonly hasTail: boolean;
}

/** What the mirror says of a container's present or last run. */
export interface ContainerRun {
  readonly isRunning: boolean;
  /** Another one when it has run again. */
  readonly mark: string;
}

/** The mark of a container that was only created. */
export const neverRan = 'created';
