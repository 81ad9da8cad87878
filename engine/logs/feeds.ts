import path from 'node:path';
import { connectToDocker } from '../docker/connect.ts';
import type { LogFacts } from '../docker/logs.ts';
import { ApiFeed } from './api-feed.ts';
import { FileFeed } from './file-feed.ts';
import type { LogFeed } from './log-feed.ts';

/** A feed that is not looked at any more stays so long: who leaves a page comes back to it. */
const lingerMs = 15_000;

type Feed = FileFeed | ApiFeed;

/** Somebody's share of a feed. */
export interface FeedHandle {
  readonly feed: LogFeed;
  /** Called when something changed; the answer takes it back. */
  readonly onNews: (listener: () => void) => () => void;
  readonly release: () => void;
}

export interface FeedRequest {
  readonly socketPath: string;
  readonly container: string;
  readonly facts: LogFacts;
}

interface Held {
  readonly feed: Feed;
  readonly listeners: Set<() => void>;
  users: number;
  timer: NodeJS.Timeout | null;
}

interface FeedsOptions {
  /** Where segment files and unpacked ones go; null keeps captured lines in memory. */
  readonly folder: string;
  readonly inMemory: boolean;
  readonly budgetBytes: number;
  /** Told which files are closed. */
  readonly onClosed: (files: readonly string[]) => void;
}

/** The feeds of all logs that are open, one to a container however many look at it. */
export class Feeds implements AsyncDisposable {
  readonly #options: FeedsOptions;
  readonly #held = new Map<string, Held>();
  readonly #closing = new Set<Promise<void>>();

  constructor(options: FeedsOptions) {
    this.#options = options;
  }

  acquire(request: FeedRequest): FeedHandle {
    const key = `${request.socketPath} ${request.container}`;
    const held = this.#held.get(key) ?? this.#open(key, request);
    held.users += 1;
    if (held.timer !== null) clearTimeout(held.timer);
    held.timer = null;
    let isReleased = false;
    return {
      feed: held.feed,
      onNews: (listener) => {
        held.listeners.add(listener);
        return () => held.listeners.delete(listener);
      },
      release: () => {
        if (isReleased) return;
        isReleased = true;
        held.users -= 1;
        if (held.users === 0) held.timer = setTimeout(() => this.#close(key), lingerMs).unref();
      },
    };
  }

  /** The daemon's word on which of these containers run. */
  setRunning(running: ReadonlyMap<string, boolean>): void {
    for (const [key, { feed }] of this.#held) {
      const isRunning = running.get(key.slice(key.lastIndexOf(' ') + 1));
      if (isRunning !== undefined) feed.isRunning = isRunning;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const key of this.#held.keys()) this.#close(key);
    await Promise.all(this.#closing);
  }

  #open(key: string, request: FeedRequest): Held {
    const listeners = new Set<() => void>();
    const onNews = () => {
      for (const listener of listeners) listener();
    };
    const held: Held = { feed: this.#createFeed(request, onNews), listeners, users: 0, timer: null };
    this.#held.set(key, held);
    return held;
  }

  #createFeed({ socketPath, container, facts }: FeedRequest, onNews: () => void): Feed {
    const { folder, inMemory, budgetBytes } = this.#options;
    // Its name holds the container's id: a path that means something else on this computer is not taken for it.
    if (facts.driver === 'json-file' && path.basename(facts.path) === `${container}-json.log`) {
      try {
        const feed = new FileFeed({ path: facts.path, onNews, scratchDir: folder });
        feed.isRunning = facts.running;
        return feed;
      } catch {
        // The engine runs on another computer, or its files are not for us to read: there is the API.
      }
    }
    return new ApiFeed({
      connect: (signal) => connectToDocker(socketPath, signal),
      container,
      facts,
      onNews,
      folder: inMemory ? null : path.join(folder, container),
      budgetBytes,
    });
  }

  #close(key: string): void {
    const held = this.#held.get(key);
    if (held === undefined) return;
    this.#held.delete(key);
    if (held.timer !== null) clearTimeout(held.timer);
    const closing = this.#end(held.feed).finally(() => this.#closing.delete(closing));
    this.#closing.add(closing);
  }

  async #end(feed: Feed): Promise<void> {
    const files = new Set(feed.store.chunks.map(({ file }) => file.id));
    await feed[Symbol.asyncDispose]();
    this.#options.onClosed([...files]);
  }
}
