import { randomUUID } from 'node:crypto';
import type { JobFields } from '../contract/jobs.ts';
import type { EngineError } from '../platform/engine-error.ts';
import type { JobEngine, JobRules, JobWork } from './job-kind.ts';
import { JobLog } from './job-log.ts';
import { RateMeter } from './rate-meter.ts';

/** At most so many steps are in a row. */
const shownSteps = 1_000;

interface JobOptions<Facts> {
  readonly on: JobEngine;
  readonly name: string;
  readonly rules: JobRules;
  /** The same for jobs of a kind that do the same; null where two may. */
  readonly key: string | null;
  readonly work: JobWork<Facts>;
}

/** One job, from its beginning to when it is forgotten. */
export class Job<Facts> {
  readonly id = randomUUID();
  readonly on: JobEngine;
  readonly rules: JobRules;
  readonly key: string | null;
  readonly work: JobWork<Facts>;
  readonly log = new JobLog();
  readonly #name: string;
  readonly #meter = new RateMeter();
  readonly #startedAtMs = Date.now();
  #state: JobFields['state'] = 'active';
  #endedAtMs: number | null = null;
  #attempt = 0;
  #failure: EngineError | null = null;
  #life = new AbortController();
  /** Resolves when it has ended and released everything. */
  settled: Promise<void> = Promise.resolve();

  constructor({ on, name, rules, key, work }: JobOptions<Facts>) {
    this.on = on;
    this.rules = rules;
    this.key = key;
    this.work = work;
    this.#name = name;
  }

  get state(): JobFields['state'] {
    return this.#state;
  }

  get failure(): EngineError | null {
    return this.#failure;
  }

  get isEnded(): boolean {
    return this.#endedAtMs !== null;
  }

  /** It has ended, and can begin again. */
  get canBeginAgain(): boolean {
    return this.rules.canRetry && (this.#state === 'failed' || this.#state === 'cancelled');
  }

  /** Aborts when it is cancelled. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  cancel(): void {
    this.#life.abort();
  }

  /** Begins once more after an end. */
  reopen(): void {
    this.#life = new AbortController();
    this.#endedAtMs = null;
    this.#failure = null;
    this.#state = 'active';
  }

  beginAttempt(): void {
    this.#attempt += 1;
    this.#state = 'active';
    this.#meter.restart();
  }

  /** The engine is away; the job continues when it is back. */
  wait(): void {
    this.#state = 'waiting';
  }

  end(): void {
    this.#close('done');
  }

  endCancelled(): void {
    this.#close('cancelled');
  }

  fail(failure: EngineError): void {
    this.#failure = failure;
    this.#close('failed');
  }

  /** As the page gets it. `nowMs` is of a clock that never goes back. */
  toRow(nowMs: number): JobFields & Facts {
    const { unit, done, total } = this.work.count();
    this.#meter.add(nowMs, done);
    const rate = this.#state === 'active' ? this.#meter.perSecond(nowMs) : null;
    const left = total === null ? null : total - done;
    const fields: JobFields = {
      id: this.id,
      engine: this.on.engine.id,
      name: this.#name,
      state: this.#state,
      startedAtMs: this.#startedAtMs,
      endedAtMs: this.#endedAtMs,
      attempt: Math.max(1, this.#attempt),
      canRetry: this.rules.canRetry,
      steps: this.work.steps().slice(0, shownSteps),
      progress: {
        unit,
        done,
        total,
        perSecond: rate === null ? null : Math.round(rate),
        remainingMs: rate === null || rate === 0 || left === null ? null : Math.round((left / rate) * 1000),
      },
      logEnd: this.log.end,
      failure: this.#failure === null ? null : toFailure(this.#failure),
    };
    return { ...fields, ...this.work.facts() };
  }

  #close(state: 'done' | 'failed' | 'cancelled'): void {
    this.#state = state;
    this.#endedAtMs = Date.now();
  }
}

function toFailure({ code, reason, params, detail }: EngineError): JobFields['failure'] {
  return { code, reason, params: { ...params }, detail };
}
