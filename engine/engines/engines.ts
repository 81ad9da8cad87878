import type { DockerShell } from '../connections/docker-shell.ts';
import { bundledConnection, findConnections, parseConnection } from '../connections/find-connections.ts';
import type { Connection, EngineRow } from '../contract/engines.ts';
import type { Driver } from '../daemon/driver.ts';
import { isSameAddress, parseEndpoint, toEndpoint } from '../docker/address.ts';
import { connectToDocker } from '../docker/connect.ts';
import { Collection } from '../mirror/collection.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import { Once } from '../platform/sequencer.ts';
import { type EngineSession, openEngineSession, type SessionParts } from './engine-session.ts';

/** An engine that does not answer a hello within this time is listed as one that does not answer. */
const probeTimeoutMs = 1_500;

/** More engines than anybody has on one computer. */
const maxSessions = 32;

/** An engine that nobody has used for so long is no longer followed. */
const longestIdleMs = 60_000;

interface EnginesOptions extends SessionParts {
  /** Berth's own engine. */
  readonly driver: Driver;
  readonly env: NodeJS.ProcessEnv;
  /** How a shell reaches each engine. */
  readonly dockerShell: Pick<DockerShell, 'reachOf' | 'onChange' | 'refresh'>;
  readonly idleMs?: number;
}

/** A session that stays open until this is disposed of. */
export interface SessionLease extends Disposable {
  readonly session: EngineSession;
}

/** An engine that is used, or was used a moment ago. */
interface Entry {
  readonly connection: Connection;
  readonly opened: Once<EngineSession>;
  session: EngineSession | null;
  leases: number;
  idleTimer: NodeJS.Timeout | undefined;
}

/**
 * The engines of this computer. A session is opened with its first lease and closed when nobody has
 * used it for a minute; the session of Berth's own engine stays open.
 */
export class Engines implements AsyncDisposable {
  readonly rows = new Collection<EngineRow>();
  readonly #options: EnginesOptions;
  readonly #own: Connection;
  readonly #entries = new Map<string, Entry>();
  /** Sessions that close now; another one of the same engine opens after it. */
  readonly #closing = new Map<string, Promise<void>>();
  #known: readonly Connection[] = [];
  #first: Connection;
  readonly #found = new Map<string, NonNullable<EngineRow['found']>>();
  #searching: Promise<void> | null = null;
  readonly #offShell: () => void;
  #isDisposed = false;

  constructor(options: EnginesOptions) {
    this.#options = options;
    this.#own = { ...bundledConnection, endpoint: toEndpoint(options.driver.address) };
    this.#first = this.#own;
    this.#offShell = options.dockerShell.onChange(() => this.#publish());
    this.#publish();
    this.rows.setFreshness('live');
  }

  /**
   * Opens the engine with this id, or shares the open session. Throws `not-found` for an unknown
   * engine, `unsupported` for a transport that Berth does not speak, `rejected` beyond 32 engines.
   */
  async lease(id: string): Promise<SessionLease> {
    const entry = this.#entries.get(id) ?? this.#enter(await this.#resolve(id));
    const kept = this.#keepOpen(entry);
    try {
      return { session: await entry.opened.get(), [Symbol.dispose]: () => kept[Symbol.dispose]() };
    } catch (error) {
      kept[Symbol.dispose]();
      throw error;
    }
  }

  /** Looks for engines, and whether each answers; all callers share the search that runs. */
  find(): Promise<void> {
    this.#searching ??= this.#search().finally(() => {
      this.#searching = null;
    });
    return this.#searching;
  }

  /** Makes this engine the one that the next page shows first; returns its id. Throws `not-found`. */
  async putFirst(id: string): Promise<string> {
    this.#first = await this.#resolve(id);
    this.#publish();
    return this.#first.id;
  }

  /** The end of the log of Berth's own engine; empty for another engine. */
  async readLog(id: string | null): Promise<string> {
    return id === this.#own.id ? this.#options.driver.readLog() : '';
  }

  /** Closes all sessions; the engines are left as they are. Throws what did not close. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isDisposed = true;
    this.#offShell();
    await using closing = new AsyncDisposableStack();
    for (const entry of this.#entries.values()) {
      clearTimeout(entry.idleTimer);
      closing.defer(async () => (await entry.opened.current?.catch(() => null))?.[Symbol.asyncDispose]());
    }
    for (const closed of this.#closing.values()) closing.defer(() => closed);
    closing.defer(async () => this.#searching?.catch(() => undefined));
  }

  async #resolve(id: string): Promise<Connection> {
    const connection = await parseConnection(id, this.#options.env);
    if (connection.kind === 'bundled') return this.#own;
    const address = parseEndpoint(connection.endpoint);
    if (address === null) throw new EngineError('unsupported', connection.endpoint);
    // A context may name Berth's own engine, which has one session only.
    return isSameAddress(address, this.#options.driver.address) ? this.#own : connection;
  }

  #enter(connection: Connection): Entry {
    const known = this.#entries.get(connection.id);
    if (known !== undefined) return known;
    if (this.#entries.size >= maxSessions)
      throw new EngineError('rejected', `At most ${maxSessions} engines may be in use at once.`);
    const entry: Entry = {
      connection,
      opened: new Once(() => this.#open(entry)),
      session: null,
      leases: 0,
      idleTimer: undefined,
    };
    this.#entries.set(connection.id, entry);
    return entry;
  }

  async #open(entry: Entry): Promise<EngineSession> {
    await this.#closing.get(entry.connection.id);
    const { connection } = entry;
    const address = parseEndpoint(connection.endpoint);
    if (address === null) throw new EngineError('unsupported', connection.endpoint);
    entry.session = await openEngineSession({
      ...this.#options,
      connection,
      engine: { id: connection.id, address },
      driver: connection.kind === 'bundled' ? this.#options.driver : null,
      onChange: () => this.#publish(),
      keepOpen: () => this.#keepOpen(entry),
    });
    this.#publish();
    return entry.session;
  }

  #keepOpen(asked: Entry): Disposable {
    if (this.#isDisposed) throw new EngineError('cancelled', 'The engine service is ending.');
    const entry = this.#enter(asked.connection);
    // The session that was asked has closed, as that of a job which begins again later: its engine is followed once more.
    if (entry !== asked)
      entry.opened.get().catch((error: unknown) => {
        this.#options.log.warn(
          { engine: entry.connection.id, error: toMessage(error) },
          'an engine was not opened again',
        );
      });
    entry.leases += 1;
    clearTimeout(entry.idleTimer);
    const stack = new DisposableStack();
    stack.defer(() => {
      entry.leases -= 1;
      if (entry.leases > 0 || this.#isDisposed || entry.connection.kind === 'bundled') return;
      entry.idleTimer = setTimeout(() => this.#close(entry), this.#options.idleMs ?? longestIdleMs);
      // Only a session waits for this: it does not keep the process alive.
      entry.idleTimer.unref();
    });
    return stack;
  }

  #close(entry: Entry): void {
    const { id } = entry.connection;
    const { session } = entry;
    this.#entries.delete(id);
    this.#publish();
    this.#closing.set(id, this.#end(id, session));
  }

  async #end(id: string, session: EngineSession | null): Promise<void> {
    try {
      await session?.[Symbol.asyncDispose]();
    } catch (error) {
      this.#options.log.error({ engine: id, error: toMessage(error) }, 'a session did not close');
    } finally {
      this.#closing.delete(id);
    }
  }

  async #search(): Promise<void> {
    const found = await findConnections(this.#options.env, this.#options.driver.address);
    await this.#options.dockerShell.refresh();
    this.#known = found;
    await Promise.all([this.#own, ...this.#known].map((connection) => this.#probe(connection)));
    this.#publish();
  }

  async #probe({ id, endpoint }: Connection): Promise<void> {
    const address = parseEndpoint(endpoint);
    if (address === null) return;
    try {
      using docker = await connectToDocker(address, AbortSignal.timeout(probeTimeoutMs));
      this.#found.set(id, { answers: true, version: docker.info.version, detail: '' });
    } catch (error) {
      const detail = error instanceof EngineError ? error.detail : toMessage(error);
      this.#found.set(id, { answers: false, version: '', detail });
    }
  }

  #publish(): void {
    const used = [...this.#entries.values()].map(({ connection }) => connection);
    const all = new Map(
      [this.#own, ...this.#known, this.#first, ...used].map((connection) => [connection.id, connection]),
    );
    for (const id of this.#found.keys()) if (!all.has(id)) this.#found.delete(id);
    const rows = [...all.values()].map((connection) => ({
      ...connection,
      shell: this.#options.dockerShell.reachOf(connection.id),
      found: this.#found.get(connection.id) ?? null,
      status: this.#entries.get(connection.id)?.session?.link.status ?? null,
      isFirst: connection.id === this.#first.id,
    }));
    this.rows.replace(rows, Date.now());
  }
}
