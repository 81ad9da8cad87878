import type { JobStep } from '../contract/jobs.ts';
import type { KnownEngine } from '../docker/address.ts';
import type { DockerConnection } from '../docker/connect.ts';

/** The engine that a job works on. */
export interface JobEngine {
  readonly engine: KnownEngine;
  /** Keeps the engine's session open until the answer is disposed of. */
  keepOpen(): Disposable;
}

/** How work reports that it continues. */
export interface JobReport {
  /** Facts, progress or steps changed. Cheap: may be called for every message. */
  changed(): void;
  /** Adds what another program said to the job's log, line by line. */
  log(text: string): void;
}

/** One try of a job, with a connection of its own to an engine that answers. */
export interface Attempt {
  readonly connection: DockerConnection;
  readonly report: JobReport;
  /** Aborts when the job is cancelled. */
  readonly signal: AbortSignal;
}

/** How far a job has come. */
export interface JobCount {
  readonly unit: 'bytes' | 'steps';
  readonly done: number;
  /** Null as long as it is not known. */
  readonly total: number | null;
}

/** What a job does, and what only its kind knows about it. */
export interface JobWork<Facts> {
  /** Works to the end, anew or from where it was. Throws what ended it; `unreachable` for a lost engine. */
  attempt(attempt: Attempt): Promise<void>;
  // The next three are read at most four times a second.
  facts(): Facts;
  count(): JobCount;
  steps(): readonly JobStep[];
  /** Called at each end: done, failed or cancelled. A retry may come after it. */
  release(): void;
}

/** What holds for all jobs of a kind. */
export interface JobRules {
  /** One that failed or was cancelled can begin again. */
  readonly canRetry: boolean;
  /** It waits for an engine that is away, and goes on by itself; else a lost engine fails it. */
  readonly waitsForEngine: boolean;
}

/** A kind of job: what is ordered, on which engine, becomes work. */
export interface JobKind<Facts, Order, On extends JobEngine> extends JobRules {
  begin(order: Order, on: On): JobWork<Facts>;
}
