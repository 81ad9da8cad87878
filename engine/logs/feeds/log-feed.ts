import type { LogSource } from '../../contract/logs.ts';
import type { LineStore } from '../index/line-store.ts';

/** Brings the lines of one origin into a store: from files, from the Engine API, or from events. */
export interface LogFeed extends AsyncDisposable {
  /** A new object when the lines start over. */
  readonly store: LineStore;
  readonly phase: LogSource['phase'];
  readonly detail: string;
  /** The share of the older bytes that is indexed, 0 to 1. */
  readonly olderDone: number;
  /** Bytes that are written and not indexed yet. */
  readonly behindBytes: number;
  /** The tail is indexed, or the log is empty. */
  readonly hasTail: boolean;
}

/** A container's current or last run, as the mirror reports it. */
export interface ContainerRun {
  readonly isRunning: boolean;
  /** Identifies the run: differs after the container ran again. */
  readonly mark: string;
}

/** The mark of a container that never ran. */
export const neverRan = 'created';
