import type { JobFields } from '../contract/jobs.ts';
import { isSameAddress } from '../docker/address.ts';
import { connectOnceBack, connectToDocker, type DockerConnection, isAway } from '../docker/connect.ts';
import { toEngineError } from '../docker/errors.ts';
import { Collection } from '../mirror/collection.ts';
import { BackOff } from '../platform/back-off.ts';
import { EngineError } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import type { Waiters } from '../platform/waiters.ts';
import { Job } from './job.ts';
import type { JobEngine, JobKind } from './job-kind.ts';

/** Progress is published at most four times a second: publishing takes processor time from the work. */
const publishMs = 250;
/** Active jobs are published at least this often: their rate sinks when nothing moves. */
const tickMs = 1_000;
/** So many that have ended stay in the list. */
const keptEnded = 50;
/** A job fails when its engine is lost more often than this in a row without progress. */
const maxVainAttempts = 8;
/** Between two of these attempts. */
const firstPauseMs = 100;
const longestPauseMs = 12_800;

interface JobsOptions {
  /** Wakes its waiters when an engine begins to answer. */
  readonly answers: Waiters;
  readonly log: Log;
}

/** What is to be done. */
export interface JobStart<Order, On extends JobEngine> {
  readonly on: On;
  readonly order: Order;
  /** What it works on, for people. */
  readonly name: string;
  /** An active job of the kind with this key on the engine is used instead; null: never. */
  readonly key: string | null;
}

/**
 * Long work on engines, of any kind. Jobs belong to the service, not to a page, and end with it. Each continues, waits and retries on the engine that it was begun on.
 */
export class Jobs<Facts extends { readonly kind: string }> implements AsyncDisposable {
  readonly rows = new Collection<JobFields & Facts>();
  readonly #options: JobsOptions;
  readonly #jobs = new Map<string, Job<Facts>>();
  readonly #unpublished = new Set<string>();
  #publishedAtMs = -publishMs;
  #timer: NodeJS.Timeout | undefined;
  /** The timer is for a change of state. */
  #publishesAtOnce = false;
  #ticker: NodeJS.Timeout | undefined;
  #isDisposed = false;

  constructor(options: JobsOptions) {
    this.#options = options;
    this.rows.setFreshness('live');
  }

  /**
   * Begins a job and answers its id, or the id of an active job with the same key. Throws `cancelled`
   * once the service ends.
   */
  start<Order, On extends JobEngine>(
    kind: JobKind<Facts, Order, On>,
    { on, order, name, key }: JobStart<Order, On>,
  ): string {
    const same = [...this.#jobs.values()].find(
      (job) =>
        key !== null &&
        job.key === key &&
        job.rules === kind &&
        !job.isEnded &&
        isSameAddress(job.on.engine.address, on.engine.address),
    );
    if (same !== undefined) return same.id;
    const job = new Job<Facts>({ on, name, rules: kind, key, work: kind.begin(order, on) });
    this.#run(job);
    return job.id;
  }

  /** The job, or undefined where it is not known. */
  get(id: string): Job<Facts> | undefined {
    return this.#jobs.get(id);
  }

  /** Throws `not-found`. */
  find(id: string): Job<Facts> {
    const job = this.#jobs.get(id);
    if (job === undefined) throw new EngineError('not-found', 'This job no longer exists.');
    return job;
  }

  /** Publishes the job soon: at once after a change of state. */
  changed(job: Job<Facts>): void {
    this.#unpublished.add(job.id);
    // Someone may wait for a change of state, and another change may follow at once.
    const isNews = this.rows.rows.get(job.id)?.row.state !== job.state;
    // A timer for a change of state stays: constant progress would postpone it for ever.
    if (this.#timer !== undefined && (!isNews || this.#publishesAtOnce)) return;
    this.#publishesAtOnce = isNews;
    const waitMs = isNews ? 0 : Math.max(0, this.#publishedAtMs + publishMs - performance.now());
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#publish(), waitMs);
  }

  /** Answers when it has ended. Throws `not-found`. */
  async cancel(id: string): Promise<void> {
    const job = this.find(id);
    job.cancel();
    await job.settled;
  }

  /** Throws `not-found`, and `invalid` for a job that is active, done, or of a kind without retry. */
  retry(id: string): void {
    const job = this.find(id);
    if (!job.canBeginAgain) throw new EngineError('invalid', 'This cannot begin again.');
    this.#run(job);
  }

  /** Forgets those that have ended. */
  dismiss(ids: readonly string[]): void {
    const ended = ids.filter((id) => this.#jobs.get(id)?.isEnded === true);
    for (const id of ended) this.#jobs.delete(id);
    this.rows.apply([], ended, Date.now());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    for (const job of this.#jobs.values()) job.cancel();
    await Promise.all([...this.#jobs.values()].map(({ settled }) => settled));
    clearTimeout(this.#timer);
    clearInterval(this.#ticker);
  }

  #run(job: Job<Facts>): void {
    if (this.#isDisposed) throw new EngineError('cancelled', 'The engine service is ending.');
    const kept = job.on.keepOpen();
    if (job.isEnded) job.reopen();
    this.#jobs.set(job.id, job);
    this.#ticker ??= setInterval(() => this.#tick(), tickMs);
    job.settled = this.#workOn(job).finally(() => {
      kept[Symbol.dispose]();
      job.work.release();
      this.changed(job);
      this.#forgetOld();
    });
    this.changed(job);
  }

  /** Until it is done, or cannot be. Never rejects. */
  async #workOn(job: Job<Facts>): Promise<void> {
    const { signal } = job;
    const report = {
      changed: () => this.changed(job),
      log: (text: string) => {
        job.log.add(text);
        this.changed(job);
      },
    };
    const backOff = new BackOff(firstPauseMs, longestPauseMs);
    let vainAttempts = 0;
    let doneBefore = -1;
    for (;;) {
      try {
        using connection = await this.#reach(job);
        job.beginAttempt();
        this.changed(job);
        await job.work.attempt({ connection, report, signal });
        job.end();
        return;
      } catch (thrown) {
        const error = toEngineError(thrown, signal);
        if (signal.aborted) {
          job.endCancelled();
          return;
        }
        const { done } = job.work.count();
        if (done > doneBefore) {
          doneBefore = done;
          vainAttempts = 0;
          backOff.reset();
        }
        vainAttempts += 1;
        const goesOn = error.code === 'unreachable' && job.rules.waitsForEngine && vainAttempts <= maxVainAttempts;
        if (!goesOn) {
          this.#options.log.info({ kind: job.work.facts().kind, error: error.message }, 'a job failed');
          job.fail(error);
          return;
        }
      }
      job.wait();
      this.changed(job);
      // The next attempt finds an abort.
      await backOff.wait(signal).catch(() => undefined);
    }
  }

  /** Opens a connection for one attempt. Waits until the engine answers, where the kind of job waits. */
  async #reach(job: Job<Facts>): Promise<DockerConnection> {
    const { engine } = job.on;
    const { signal } = job;
    try {
      return await connectToDocker(engine.address, signal);
    } catch (error) {
      if (!isAway(error) || !job.rules.waitsForEngine) throw error;
    }
    job.wait();
    this.changed(job);
    return connectOnceBack(engine.address, this.#options.answers, signal);
  }

  #tick(): void {
    const active = [...this.#jobs.values()].filter(({ isEnded }) => !isEnded);
    for (const job of active) this.changed(job);
    if (active.length > 0) return;
    clearInterval(this.#ticker);
    this.#ticker = undefined;
  }

  #publish(): void {
    this.#timer = undefined;
    const nowMs = performance.now();
    this.#publishedAtMs = nowMs;
    const rows = [...this.#unpublished].flatMap((id) => this.#jobs.get(id)?.toRow(nowMs) ?? []);
    this.#unpublished.clear();
    this.rows.apply(rows, [], Date.now());
  }

  #forgetOld(): void {
    const ended = [...this.#jobs.values()].filter(({ isEnded }) => isEnded);
    this.dismiss(ended.slice(0, Math.max(0, ended.length - keptEnded)).map(({ id }) => id));
  }
}
