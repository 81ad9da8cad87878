import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { type EngineAddress, toAddressKey } from '../../docker/address.ts';
import type { LogFacts } from '../../docker/logs.ts';
import type { ApiFeed } from './api-feed.ts';
import { copyLines } from './copy-lines.ts';
import { FileFeed } from './file-feed.ts';
import { formatOfLogFile, logFileName } from '../kept/kept-names.ts';
import type { ContainerRun, LogFeed } from './log-feed.ts';
import type { ScratchBytes } from '../index/scratch-bytes.ts';
import { segmentBytes } from '../files/segments.ts';

/** The longest wait for the last lines of a removed container. */
const lastLinesMs = 5_000;

/** An unused feed is closed after this time: people often return to a page that they just left. */
const lingerMs = 15_000;

type Feed = FileFeed | ApiFeed;

/** The size of a segment as a share of the budget: a full log loses one segment at a time. */
const segmentShare = 1 / 8;

/** Limits of captured lines, and where they are stored. */
export interface LogLimits {
  /** Store them in memory instead of files. */
  readonly inMemory: boolean;
  /** Per log. */
  readonly logBytes: number;
  /** For all logs together. */
  readonly allBytes: number;
}

/** One user's reference to a shared feed. */
export interface FeedHandle {
  readonly feed: LogFeed;
  /** Calls the listener after every change; the returned function removes it. */
  readonly onNews: (listener: () => void) => () => void;
  readonly release: () => void;
}

export interface FeedRequest {
  readonly address: EngineAddress;
  readonly container: string;
  readonly facts: LogFacts;
}

interface SharedFeed {
  readonly feed: Feed;
  readonly listeners: Set<() => void>;
  users: number;
  timer: NodeJS.Timeout | null;
}

interface FeedsOptions {
  /** The folder for segment files and unpacked files. */
  readonly folder: string;
  readonly limits: LogLimits;
  /** The buffer of the thread for reading lines. */
  readonly scratch: ScratchBytes;
  /** Called with the ids of closed files. */
  readonly onClosed: (files: readonly string[]) => void;
}

/** The feeds of all open logs: one per container, shared by its users. */
export class Feeds implements AsyncDisposable {
  readonly #options: FeedsOptions;
  readonly #shared = new Map<string, SharedFeed>();
  readonly #closing = new Set<Promise<void>>();
  #limits: LogLimits;

  constructor(options: FeedsOptions) {
    this.#options = options;
    this.#limits = options.limits;
  }

  /** Applies budgets at once, and the storage location to logs that are opened later. */
  configure(limits: LogLimits): void {
    const isMoved = limits.inMemory !== this.#limits.inMemory;
    this.#limits = limits;
    if (isMoved) for (const [key, { users }] of this.#shared) if (users === 0) this.#close(key);
    this.#keepBudgets();
  }

  async acquire(request: FeedRequest): Promise<FeedHandle> {
    const key = `${this.#limits.inMemory ? 'memory' : 'disk'} ${toAddressKey(request.address)} ${request.container}`;
    return this.#use(key, this.#shared.get(key) ?? (await this.#open(key, request)));
  }

  /**
   * Copies the captured lines of a removed container into a folder. Returns false when there are
   * none: its log is not open, or is stored in memory only.
   */
  async keep(container: string, folder: string): Promise<boolean> {
    const found = [...this.#shared].find(([key]) => key.startsWith('disk ') && key.endsWith(` ${container}`));
    if (found === undefined) return false;
    const { feed, onNews, release } = this.#use(...found);
    try {
      await untilEnded(feed, onNews);
      const [first] = feed.store.chunks;
      if (first === undefined) return false;
      await mkdir(folder, { recursive: true, mode: 0o700 });
      await copyLines(feed.store, path.join(folder, logFileName(container, first.file.format)));
      return true;
    } finally {
      release();
    }
  }

  #use(key: string, shared: SharedFeed): FeedHandle {
    shared.users += 1;
    if (shared.timer !== null) clearTimeout(shared.timer);
    shared.timer = null;
    let isReleased = false;
    return {
      feed: shared.feed,
      onNews: (listener) => {
        shared.listeners.add(listener);
        return () => shared.listeners.delete(listener);
      },
      release: () => {
        if (isReleased) return;
        isReleased = true;
        shared.users -= 1;
        if (shared.users === 0) shared.timer = setTimeout(() => this.#close(key), lingerMs).unref();
      },
    };
  }

  /** Reports to the feeds which of their containers run. */
  setRunning(running: ReadonlyMap<string, ContainerRun>): void {
    for (const [key, { feed }] of this.#shared) {
      const run = running.get(key.slice(key.lastIndexOf(' ') + 1));
      if (run !== undefined) feed.updateRun(run);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const key of this.#shared.keys()) this.#close(key);
    await Promise.all(this.#closing);
  }

  async #open(key: string, request: FeedRequest): Promise<SharedFeed> {
    const listeners = new Set<() => void>();
    const onNews = () => {
      for (const listener of listeners) listener();
    };
    const feed = await this.#createFeed(request, onNews);
    // A concurrent call may have opened the same feed.
    const other = this.#shared.get(key);
    if (other !== undefined) {
      await feed[Symbol.asyncDispose]();
      return other;
    }
    const shared: SharedFeed = { feed, listeners, users: 0, timer: null };
    this.#shared.set(key, shared);
    return shared;
  }

  async #createFeed({ address, container, facts }: FeedRequest, onNews: () => void): Promise<Feed> {
    const { folder, scratch, onClosed } = this.#options;
    const format = facts.driver === 'json-file' ? formatOfLogFile(container, facts.path) : null;
    if (format !== null) {
      try {
        const feed = new FileFeed({ path: facts.path, format, onNews, scratchDir: folder, scratch });
        feed.updateRun({ isRunning: facts.running, mark: '' });
        return feed;
      } catch {
        // The engine runs on another computer, or its files are not readable: use the API.
      }
    }
    // Imports the whole Docker layer. Reading files does not need it: without it the first log
    // appears 50 ms sooner.
    const { ApiFeed } = await import('./api-feed.ts');
    return new ApiFeed({
      address,
      container,
      facts,
      onNews,
      scratch,
      folder: this.#limits.inMemory ? null : path.join(folder, container),
      segmentBytes: () => Math.min(segmentBytes, Math.ceil(this.#leastBudget() * segmentShare)),
      onGrown: () => this.#keepBudgets(),
      onDropped: (file) => onClosed([file]),
    });
  }

  #leastBudget(): number {
    return Math.min(this.#limits.logBytes, this.#limits.allBytes);
  }

  /**
   * Drops oldest lines: first of each log beyond its own budget, then of the largest log while the
   * sum exceeds the budget of all.
   */
  #keepBudgets(): void {
    const logs = [...this.#shared.values()].flatMap(({ feed }) => ('dropOldest' in feed ? [feed] : []));
    for (const log of logs) while (log.sizeBytes > this.#limits.logBytes && log.dropOldest());
    const droppable = new Set(logs);
    while (logs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0) > this.#limits.allBytes && droppable.size > 0) {
      const longest = [...droppable].reduce((most, log) => (log.sizeBytes > most.sizeBytes ? log : most));
      if (!longest.dropOldest()) droppable.delete(longest);
    }
  }

  #close(key: string): void {
    const shared = this.#shared.get(key);
    if (shared === undefined) return;
    this.#shared.delete(key);
    if (shared.timer !== null) clearTimeout(shared.timer);
    const closing = this.#end(shared.feed).finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  async #end(feed: Feed): Promise<void> {
    const files = new Set(feed.store.chunks.map(({ file }) => file.id));
    await feed[Symbol.asyncDispose]();
    this.#options.onClosed([...files]);
  }
}

/** Resolves when the log has ended, at the latest after `lastLinesMs`. */
async function untilEnded(feed: LogFeed, onNews: FeedHandle['onNews']): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const look = () => {
    if (feed.phase === 'ended' || feed.phase === 'failed') resolve();
  };
  const forget = onNews(look);
  const timer = setTimeout(resolve, lastLinesMs);
  look();
  await promise;
  clearTimeout(timer);
  forget();
}
