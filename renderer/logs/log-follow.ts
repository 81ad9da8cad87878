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
  /** Characters of the longest line that was read. */
  readonly longestText: number;
}

const beginning: LogState = {
  phase: 'opening',
  firstLine: 0,
  endLine: 0,
  version: 0,
  generation: 0,
  problem: null,
  longestText: 0,
};

/** What one `logs.read` answers at most (engine/contract/logs.ts). */
const readLines = 1000;
/** Lines that are there come sooner; a page that says 'nothing yet' for a moment would flicker. */
const silenceMs = 200;
const firstDelayMs = 250;
const lastDelayMs = 5000;

/**
 * Follows a container's log as long as somebody subscribes: knows how far it goes, and holds the lines around those
 * that someone looks at.
 */
export class LogFollow {
  readonly #source: LogSource;
  readonly #container: string;
  readonly #tailLines: number;
  readonly #listeners = new Set<() => void>();
  readonly #lines = new LineWindow<LogLine>();
  #life = new AbortController();
  #state = beginning;
  #follow: OpenFollow | null = null;
  #isReading = false;
  /** How many of the last lines someone watches; 0 when somebody reads elsewhere, or nobody does. */
  #tailWanted = 0;

  constructor(source: LogSource, container: string, tailLines: number) {
    this.#source = source;
    this.#container = container;
    this.#tailLines = tailLines;
  }

  readonly state = (): LogState => this.#state;

  /** Begins to follow with the first subscription; the answer ends it, and the follow with the last one. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#listeners.size === 1) this.#start();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#life.abort();
    };
  };

  /** Begins anew, after it failed or ended. */
  readonly again = (): void => {
    if (this.#listeners.size === 0) return;
    this.#life.abort();
    this.#start();
  };

  /** A line that is here already. */
  line(number: number): LogLine | undefined {
    return this.#lines.get(number);
  }

  /** Someone reads `[fromLine, toLine)`: what is missing is read. */
  want(fromLine: number, toLine: number): void {
    this.#tailWanted = 0;
    this.#lines.want(fromLine, toLine);
    void this.#readWanted();
  }

  /** Someone watches the last lines: from now on new lines are told only when they are here, so that none is drawn empty. */
  wantTail(lines: number): void {
    this.#tailWanted = lines;
    const { firstLine, endLine } = this.#state;
    this.#lines.want(Math.max(firstLine, endLine - lines), endLine);
    void this.#readWanted();
  }

  #start(): void {
    this.#life = new AbortController();
    void this.#run(this.#life.signal);
  }

  #change(change: Partial<LogState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  async #run(signal: AbortSignal): Promise<void> {
    let failures = 0;
    while (!signal.aborted) {
      const end = await this.#followOnce(signal, () => {
        failures = 0;
      });
      if (signal.aborted) return;
      // A lost service is expected: the banner says so, the lines stay, and the follow begins anew.
      if (end !== 'broken' && end.code !== 'unreachable') {
        this.#change({ phase: 'failed', problem: end });
        return;
      }
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

  /** Follows until the signal is aborted or the follow breaks off; answers the problem when it could not even be opened. */
  async #followOnce(signal: AbortSignal, onAnswer: () => void): Promise<EngineProblem | 'broken'> {
    const { logs } = this.#source;
    const broken = new AbortController();
    let opened: OpenFollow;
    try {
      const { follow } = await logs.open({ container: this.#container, tailLines: this.#tailLines }, { signal });
      opened = { id: follow, broken };
    } catch (error) {
      return toEngineProblem(error);
    }
    this.#follow = opened;
    try {
      await this.#pull(opened, AbortSignal.any([signal, broken.signal]), onAnswer);
    } catch {
      // Whatever broke it off, it begins anew; a service that is away is told by the page's banner.
    } finally {
      if (this.#follow === opened) this.#follow = null;
      // Without a connection there is nobody to tell, and the service has closed what this page had opened.
      logs.close({ follow: opened.id }).catch(() => {});
    }
    return 'broken';
  }

  /** Takes in what is new until the signal is aborted. */
  async #pull({ id }: OpenFollow, signal: AbortSignal, onAnswer: () => void): Promise<void> {
    const { logs, nextFrame } = this.#source;
    let isNew = true;
    let known = { endLine: 0, ended: false };
    // A container that has printed nothing gives no news: that it is followed is known all the same.
    const silence = setTimeout(() => this.#change({ phase: 'following', problem: null }), silenceMs);
    try {
      while (!known.ended) {
        signal.throwIfAborted();
        const { firstLine, endLine, ended } = await logs.changes({ follow: id, ...known }, { signal });
        signal.throwIfAborted();
        clearTimeout(silence);
        onAnswer();
        known = { endLine, ended };
        if (isNew) this.#lines.clear();
        const longestRead = this.#tailWanted > 0 ? await this.#readTail(id, firstLine, endLine, signal) : 0;
        this.#takeIn({ firstLine, endLine, ended, isNew, longestRead });
        isNew = false;
        if (!ended) await nextFrame(signal);
      }
    } finally {
      clearTimeout(silence);
    }
    // The lines stay readable until whoever looks leaves.
    await aborted(signal);
  }

  #takeIn({ firstLine, endLine, ended, isNew, longestRead }: LogNews): void {
    const { generation, version, longestText } = this.#state;
    this.#lines.dropBefore(firstLine);
    this.#change({
      phase: ended ? 'ended' : 'following',
      firstLine,
      endLine,
      generation: isNew ? generation + 1 : generation,
      version: version + 1,
      longestText: Math.max(isNew ? 0 : longestText, longestRead),
      problem: null,
    });
    void this.#readWanted();
  }

  async #readTail(id: string, firstLine: number, endLine: number, signal: AbortSignal): Promise<number> {
    const from = Math.max(firstLine, endLine - this.#tailWanted);
    this.#lines.want(from, endLine);
    const gap = this.#lines.firstGap(from, endLine);
    if (gap === null) return 0;
    // One call for all: the lines are few, and those between that are here already cost less than a second call.
    return this.#put(await this.#source.logs.read({ follow: id, fromLine: gap.from, toLine: endLine }, { signal }));
  }

  async #readWanted(): Promise<void> {
    const follow = this.#follow;
    if (this.#isReading || follow === null) return;
    this.#isReading = true;
    try {
      for (let gap = this.#gap(); gap !== null && this.#follow === follow; gap = this.#gap()) {
        const lines = await this.#source.logs.read({ follow: follow.id, ...gap }, { signal: this.#life.signal });
        if (this.#follow !== follow) break;
        // What was asked for is gone already: the next news say so.
        if (lines.length === 0) break;
        const longestText = Math.max(this.#state.longestText, this.#put(lines));
        this.#change({ longestText, version: this.#state.version + 1 });
      }
    } catch (error) {
      // The loop in #pull owns the follow: it learns of the failure, and begins anew.
      follow.broken.abort(error);
    } finally {
      this.#isReading = false;
    }
    if (this.#follow !== follow) void this.#readWanted();
  }

  /** Answers the length of the longest of them. */
  #put(lines: readonly LogLine[]): number {
    let longest = 0;
    for (const line of lines) {
      this.#lines.set(line.line, line);
      longest = Math.max(longest, line.text.length);
    }
    return longest;
  }

  #gap(): { fromLine: number; toLine: number } | null {
    const gap = this.#lines.firstGap(this.#state.firstLine, this.#state.endLine);
    if (gap === null) return null;
    return { fromLine: gap.from, toLine: Math.min(gap.to, gap.from + readLines) };
  }
}

interface LogNews {
  readonly firstLine: number;
  readonly endLine: number;
  readonly ended: boolean;
  /** The first of a new follow, whose lines are counted anew. */
  readonly isNew: boolean;
  /** Characters of the longest line that was read with these news. */
  readonly longestRead: number;
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
