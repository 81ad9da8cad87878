import { randomUUID } from 'node:crypto';
import { parentPort, workerData } from 'node:worker_threads';
import type { LogFilter } from '../../contract/logs.ts';
import { EngineError } from '../../platform/engine-error.ts';
import { EventFeed } from '../feeds/event-feed.ts';
import { type FeedHandle, type FeedRequest, Feeds, type LogLimits } from '../feeds/feeds.ts';
import type { ContainerRun } from '../feeds/log-feed.ts';
import type { PastEvent } from '../kept/container-notes.ts';
import { OpenLog } from '../open/open-log.ts';
import { ScratchBytes } from '../index/scratch-bytes.ts';
import { SearchPool } from '../search/search-pool.ts';
import { serveCalls } from './thread-calls.ts';

/** Number of search threads: two halve the time, more would slow down the containers. */
const searchThreads = 2;

export interface LogWorkerOptions {
  /** The folder for captured lines of open logs. */
  readonly folder: string;
  readonly limits: LogLimits;
}

/** A container whose log is opened. */
export interface SourceRequest {
  readonly request: FeedRequest;
  /** Its predecessors. */
  readonly past: readonly FeedRequest[];
  readonly events: readonly PastEvent[];
}

type Rows = string | null;

/** Reads, follows and searches logs in a thread of its own, so that no other call waits for it. */
class LogThread {
  readonly #pool = new SearchPool(searchThreads);
  readonly #scratch = new ScratchBytes();
  readonly #feeds: Feeds;
  readonly #logs = new Map<string, OpenLog>();

  constructor(options: LogWorkerOptions) {
    this.#feeds = new Feeds({
      ...options,
      scratch: this.#scratch,
      onClosed: (files) => this.#pool.forget(files),
    });
  }

  readonly calls = {
    open: async ({ sources }: { readonly sources: readonly SourceRequest[] }) => {
      const id = randomUUID();
      const opened = await Promise.all(
        sources.map(async ({ request, past, events }) => ({
          container: request.container,
          name: request.facts.name,
          past: await Promise.all(past.map(async (before) => this.#feeds.acquire(before))),
          events: events.length === 0 ? null : openEvents(events, this.#scratch),
          handle: await this.#feeds.acquire(request),
        })),
      );
      this.#logs.set(id, new OpenLog(opened, this.#pool));
      return id;
    },
    changes: async ({ log, seq }: { log: string; seq: number }, signal: AbortSignal) =>
      this.#log(log).changes(seq, signal),
    read: async (input: { log: string; rows: Rows; marks: Rows; from: number; to: number }) => ({
      lines: await this.#log(input.log).read(input),
    }),
    text: ({ log, line, fromBytes }: { log: string; line: number; fromBytes: number }) =>
      this.#log(log).text(line, fromBytes),
    select: ({ log, filter }: { log: string; filter: LogFilter }) => ({ selection: this.#log(log).select(filter) }),
    selectionChanges: async (
      { log, selection, seq }: { log: string; selection: string; seq: number },
      signal: AbortSignal,
    ) => this.#log(log).selectionChanges(selection, seq, signal),
    unselect: ({ log, selection }: { log: string; selection: string }) => this.#log(log).unselect(selection),
    find: (input: { log: string; marks: string; rows: Rows; line: number; direction: 'next' | 'previous' }) => ({
      found: this.#log(input.log).find(input),
    }),
    locate: ({ log, rows, at }: { log: string; rows: Rows; at: { line: number } | { ms: number } }) =>
      this.#log(log).locate(rows, at),
    density: (input: { log: string; rows: Rows; marks: Rows; buckets: number }) => this.#log(input.log).density(input),
    save: async (
      input: { log: string; rows: Rows; hasTimes: boolean; gzip: boolean; folder: string },
      signal: AbortSignal,
    ) => this.#log(input.log).save(input, signal),
    close: ({ log }: { log: string }) => {
      this.#logs.get(log)?.[Symbol.dispose]();
      this.#logs.delete(log);
    },
    keep: async ({ container, folder }: { container: string; folder: string }) => this.#feeds.keep(container, folder),
    configure: (limits: LogLimits) => this.#feeds.configure(limits),
    setRunning: (running: ReadonlyMap<string, ContainerRun>) => this.#feeds.setRunning(running),
    /** Closes everything. */
    end: async () => {
      // Logs first, the pool last, even if one of them fails.
      await using ending = new AsyncDisposableStack();
      ending.use(this.#pool);
      ending.use(this.#feeds);
      for (const log of this.#logs.values()) ending.use(log);
      this.#logs.clear();
    },
  };

  #log(id: string): OpenLog {
    const log = this.#logs.get(id);
    if (log === undefined) throw new EngineError('not-found', 'This log is not open any more.');
    return log;
  }
}

function openEvents(events: readonly PastEvent[], scratch: ScratchBytes): FeedHandle {
  const feed = new EventFeed(events, scratch);
  return { feed, onNews: () => () => undefined, release: () => void feed[Symbol.asyncDispose]() };
}

export type LogCalls = LogThread['calls'];

const port = parentPort;
if (port === null) throw new Error('Logs are read in a thread of their own.');
serveCalls(port, new LogThread(workerData as LogWorkerOptions).calls);
