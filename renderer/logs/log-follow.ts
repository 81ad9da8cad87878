import type { LogLine } from '../../engine/contract/logs.ts';
import type { EngineClient } from '../client/engine-client.ts';
import { type EngineProblem, toEngineProblem } from '../client/engine-problem.ts';
import { pause } from '../client/or-aborted.ts';
import { LineWindow } from './line-window.ts';

/** What a follow needs of the page. */
export interface LogSource {
  readonly logs: EngineClient['logs'];
  /** Resolves when the service can be asked again. */
  readonly whenConnected: (signal: AbortSignal) => Promise<void>;
  /** Resolves with the next frame that is painted: nobody reads faster, and a hidden page asks nothing. */
  readonly nextFrame: (signal: AbortSignal) => Promise<void>;
}

export interface LogState {
  /** `failed`: it cannot be read, and trying again by itself is useless. */
  readonly phase: 'opening' | 'following' | 'ended' | 'failed';
  /** The lines that the engine holds: `[firstLine, endLine)`. */
  readonly firstLine: number;
  readonly endLine: number;
  /** Grows when lines were read that were not there before. */
  readonly version: number;
  /** Grows when the numbers of the lines begin anew. */
  readonly generation: number;
  readonly problem: EngineProblem | null;
}

const beginning: LogState = {
  phase: 'opening',
  firstLine: 0,
  endLine: 0,
  version: 0,
  generation: 0,
  problem: null,
};

/** What one `logs.read` answers at most (engine/contract/logs.ts). */
const readLines = 1000;
const firstDelayMs = 250;
const lastDelayMs = 5000;

/** Follows a container's log: knows how far it goes, and holds the lines around those that someone looks at. */
export class LogFollow implements Disposable {
  readonly #source: LogSource;
  readonly #container: string;
  readonly #tailLines: number;
  readonly #life = new AbortController();
  readonly #listeners = new Set<() => void>();
  readonly #lines = new LineWindow<LogLine>();
  #state = beginning;
  #follow: OpenFollow | null = null;
  #isReading = false;

  constructor(source: LogSource, container: string, tailLines: number) {
    this.#source = source;
    this.#container = container;
    this.#tailLines = tailLines;
    void this.#run();
  }

  readonly state = (): LogState => this.#state;

  /** Answers the function that ends the subscription. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** A line that is here already. */
  line(number: number): LogLine | undefined {
    return this.#lines.get(number);
  }

  /** Someone looks at `[fromLine, toLine)`: what is missing is read. */
  want(fromLine: number, toLine: number): void {
    this.#lines.want(fromLine, toLine);
    void this.#read();
  }

  [Symbol.dispose](): void {
    this.#life.abort();
    this.#listeners.clear();
  }

  #change(change: Partial<LogState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  async #run(): Promise<void> {
    const { signal } = this.#life;
    let failures = 0;
    while (!signal.aborted) {
      const isDone = await this.#followOnce(() => {
        failures = 0;
      }).catch((error: unknown) => {
        const problem = toEngineProblem(error);
        // A lost service is expected: the banner says so, the lines stay, and the follow begins anew.
        if (this.#follow === null && problem.code !== 'unreachable') {
          this.#change({ phase: 'failed', problem });
          return true;
        }
        return false;
      });
      this.#closeFollow();
      if (isDone || signal.aborted) return;
      const delayMs = Math.min(lastDelayMs, firstDelayMs * 2 ** failures);
      failures += 1;
      try {
        await pause(delayMs, signal);
        await this.#source.whenConnected(signal);
      } catch {
        // Only the end of this follow rejects here.
        return;
      }
    }
  }

  /** Answers true when the log ended; rejects when the follow broke off. */
  async #followOnce(onAnswer: () => void): Promise<boolean> {
    const { signal } = this.#life;
    const { logs, nextFrame } = this.#source;
    const { follow } = await logs.open({ container: this.#container, tailLines: this.#tailLines }, { signal });
    const broken = new AbortController();
    this.#follow = { id: follow, broken };
    const either = AbortSignal.any([signal, broken.signal]);
    let isNew = true;
    let known = { endLine: 0, ended: false };
    while (!known.ended) {
      either.throwIfAborted();
      const { firstLine, endLine, ended } = await logs.changes({ follow, ...known }, { signal: either });
      onAnswer();
      known = { endLine, ended };
      if (isNew) this.#lines.clear();
      const generation = this.#state.generation + (isNew ? 1 : 0);
      isNew = false;
      this.#lines.dropBefore(firstLine);
      this.#change({ phase: ended ? 'ended' : 'following', firstLine, endLine, generation, problem: null });
      void this.#read();
      if (!ended) await nextFrame(either);
    }
    // The lines stay readable until whoever looks leaves.
    await aborted(either);
    return signal.aborted;
  }

  async #read(): Promise<void> {
    const follow = this.#follow;
    if (this.#isReading || follow === null) return;
    this.#isReading = true;
    try {
      for (let gap = this.#gap(); gap !== null && this.#follow === follow; gap = this.#gap()) {
        const lines = await this.#source.logs.read({ follow: follow.id, ...gap }, { signal: this.#life.signal });
        if (this.#follow !== follow) break;
        for (const line of lines) this.#lines.set(line.line, line);
        // What was asked for is gone already: the next news say so.
        if (lines.length === 0) break;
        this.#change({ version: this.#state.version + 1 });
      }
    } catch (error) {
      // The loop in #followOnce owns the follow: it learns of the failure, and begins anew.
      follow.broken.abort(error);
    } finally {
      this.#isReading = false;
    }
    if (this.#follow !== follow) void this.#read();
  }

  #gap(): { fromLine: number; toLine: number } | null {
    const gap = this.#lines.firstGap(this.#state.firstLine, this.#state.endLine);
    if (gap === null) return null;
    return { fromLine: gap.from, toLine: Math.min(gap.to, gap.from + readLines) };
  }

  #closeFollow(): void {
    const follow = this.#follow;
    if (follow === null) return;
    this.#follow = null;
    // Without a connection there is nobody to tell, and the service has closed what this page had opened.
    this.#source.logs.close({ follow: follow.id }).catch(() => {});
  }
}

interface OpenFollow {
  readonly id: string;
  /** Aborted when a read fails. */
  readonly broken: AbortController;
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
