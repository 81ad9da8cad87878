import type { Worker } from 'node:worker_threads';
import { EngineError } from '../../platform/engine-error.ts';
import type {
  MatchesJob,
  MatchesResult,
  ScanJob,
  ScanResult,
  SearchAnswer,
  SearchJob,
  SearchRequest,
} from './search-jobs.ts';
import { startThread } from '../threads/start-thread.ts';

/** A job takes a few milliseconds; if it takes longer than this, its pattern would never end. */
const patienceMs = 1500;
/** A new thread first loads its code. */
const firstPatienceMs = 10_000;

/** Thrown for a job whose pattern took too long. */
export class TooSlowError extends Error {
  constructor() {
    super('The pattern took too long.');
    this.name = 'TooSlowError';
  }
}

interface Waiting {
  readonly job: SearchJob;
  readonly resolve: (answer: SearchAnswer) => void;
  readonly reject: (error: unknown) => void;
}

interface Thread {
  readonly worker: Worker;
  busy: Waiting | null;
  hasAnswered: boolean;
}

/**
 * The search threads, started on demand. A thread whose pattern does not end is terminated and
 * replaced.
 */
export class SearchPool implements AsyncDisposable {
  readonly #size: number;
  readonly #threads = new Set<Thread>();
  #queue: Waiting[] = [];
  #isClosed = false;

  constructor(size: number) {
    this.#size = size;
  }

  async scan(job: Omit<ScanJob, 'kind'>): Promise<ScanResult> {
    const answer = await this.#do({ kind: 'scan', ...job });
    return answer.kind === 'scan' ? answer.found : [];
  }

  /** Runs before all waiting scans, because a page waits for its lines. */
  async findMatches(job: Omit<MatchesJob, 'kind'>): Promise<MatchesResult> {
    const answer = await this.#do({ kind: 'matches', ...job });
    return answer.kind === 'matches' ? answer.matches : [];
  }

  /** Closes these files in all threads. */
  forget(files: readonly string[]): void {
    if (files.length === 0) return;
    for (const { worker } of this.#threads) worker.postMessage({ kind: 'forget', files } satisfies SearchRequest);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    const waiting = [...this.#queue, ...[...this.#threads].flatMap(({ busy }) => busy ?? [])];
    this.#queue = [];
    for (const { reject } of waiting) reject(new EngineError('cancelled', 'The search was ended.'));
    await Promise.all([...this.#threads].map(({ worker }) => worker.terminate()));
    this.#threads.clear();
  }

  async #do(job: SearchJob): Promise<SearchAnswer> {
    const answer = await new Promise<SearchAnswer>((resolve, reject) => {
      if (this.#isClosed) {
        reject(new EngineError('cancelled', 'The search was ended.'));
        return;
      }
      const waiting = { job, resolve, reject };
      if (job.kind === 'matches') this.#queue.unshift(waiting);
      else this.#queue.push(waiting);
      this.#dispatch();
    });
    if (answer.kind === 'failed') throw new EngineError('internal', answer.detail);
    return answer;
  }

  #dispatch(): void {
    for (;;) {
      const [next] = this.#queue;
      if (next === undefined) return;
      const thread = this.#freeThread();
      if (thread === null) return;
      this.#queue.shift();
      this.#assign(thread, next);
    }
  }

  #freeThread(): Thread | null {
    for (const thread of this.#threads) if (thread.busy === null) return thread;
    return this.#threads.size < this.#size ? this.#start() : null;
  }

  #start(): Thread {
    const thread: Thread = { worker: startThread('search-worker'), busy: null, hasAnswered: false };
    thread.worker.on('message', (answer: SearchAnswer) => {
      const { busy } = thread;
      thread.hasAnswered = true;
      thread.busy = null;
      busy?.resolve(answer);
      this.#dispatch();
    });
    thread.worker.on('error', (error) => this.#terminate(thread, error));
    thread.worker.unref();
    this.#threads.add(thread);
    return thread;
  }

  #assign(thread: Thread, waiting: Waiting): void {
    let timer: NodeJS.Timeout | null = null;
    const finish =
      <Value>(then: (value: Value) => void) =>
      (value: Value) => {
        if (timer !== null) clearTimeout(timer);
        then(value);
      };
    thread.busy = { job: waiting.job, resolve: finish(waiting.resolve), reject: finish(waiting.reject) };
    thread.worker.postMessage(waiting.job);
    timer = setTimeout(
      () => this.#terminate(thread, new TooSlowError()),
      thread.hasAnswered ? patienceMs : firstPatienceMs,
    );
  }

  /** Terminates a thread and rejects its job. */
  #terminate(thread: Thread, error: unknown): void {
    this.#threads.delete(thread);
    const { busy } = thread;
    thread.busy = null;
    busy?.reject(error);
    // The result is irrelevant: the thread is already out of the pool.
    void thread.worker.terminate();
    this.#dispatch();
  }
}
