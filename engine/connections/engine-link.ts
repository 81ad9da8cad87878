import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Connection, EngineStatus } from '../contract/engine.ts';
import type { BundledEngine } from '../daemon/bundled-engine.ts';
import { BundledEngineError } from '../daemon/bundled-engine-error.ts';
import { type KnownEngine, parseEndpoint, toEndpoint } from '../docker/address.ts';
import { connectToDocker, type DockerConnection } from '../docker/connect.ts';
import { BackOff } from '../platform/back-off.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { Latest } from '../platform/sequencer.ts';
import { Waiters } from '../platform/waiters.ts';
import type { DockerShell } from './docker-shell.ts';

/** Waits between two tries to reach an engine: short at first, because an engine that restarts is back in seconds. */
const firstRetryMs = 100;
const longestRetryMs = 5_000;
/** A bundled engine that ends this often within `crashWindowMs` is not started again by itself. */
const maxCrashes = 4;
const crashWindowMs = 60_000;

/** Keeps a mirror true to a connection until that is lost, then throws. */
export interface Follower {
  follow(connection: DockerConnection, onLive: () => void, signal: AbortSignal): Promise<never>;
  reset(): void;
  markStale(): void;
}

type OwnEngine = Pick<
  BundledEngine,
  'address' | 'steps' | 'notes' | 'onSteps' | 'check' | 'start' | 'stop' | 'readLog'
>;

interface LinkOptions {
  readonly bundled: OwnEngine;
  readonly follower: Follower;
  readonly dockerShell: Pick<DockerShell, 'reachOf' | 'onChange'>;
  readonly log: Log;
  readonly connection: Connection;
}

type StatusPatch = Partial<Pick<EngineStatus, 'info' | 'problem' | 'retryAtMs' | 'missing'>>;

/** What is to be; `engine` is about the bundled one. */
interface Wish {
  readonly connection: Connection;
  readonly engine: 'running' | 'stopped';
}

/**
 * The chosen engine and whether it answers. What is said comes from the engine's API, never from how it was launched: `running` is only said
 * once it has answered, and a lost one is looked for until it is back.
 * Calls set a wish, and one task at a time makes it true: a new wish cancels that task and waits for its end. The latest wish wins; a stop
 * that was asked for is always carried out before it.
 */
export class EngineLink implements AsyncDisposable {
  /** Wakes its waiters each time when the chosen engine begins to answer. */
  readonly answers = new Waiters();
  readonly #bundled: OwnEngine;
  readonly #follower: Follower;
  readonly #dockerShell: LinkOptions['dockerShell'];
  readonly #log: Log;
  readonly #epoch = randomUUID();
  readonly #waiters = new Waiters();
  readonly #kicks = new Waiters();
  readonly #tasks = new Latest();
  readonly #offs = new DisposableStack();
  #seq = 1;
  #status: EngineStatus;
  #docker: DockerConnection | null = null;
  #wish: Wish;
  /** Another engine was chosen, and nothing of it is shown yet. */
  #isTurnDue = false;
  /** Those who asked for a stop wait for it. */
  #dueStop: PromiseWithResolvers<void> | null = null;
  #crashes: number[] = [];
  #hasUsedBundled = false;

  constructor({ bundled, follower, dockerShell, log, connection }: LinkOptions) {
    this.#bundled = bundled;
    this.#follower = follower;
    this.#dockerShell = dockerShell;
    this.#log = log;
    this.#wish = { connection: this.#withEndpoint(connection), engine: 'running' };
    this.#status = {
      connection: this.#wish.connection,
      shell: dockerShell.reachOf(connection.id),
      state: 'starting',
      sinceMs: Date.now(),
      info: null,
      steps: [],
      missing: [],
      problem: null,
      retryAtMs: null,
      notes: [],
    };
    this.#offs.defer(bundled.onSteps(() => this.#publish({})));
    this.#offs.defer(dockerShell.onChange(() => this.#noteShell()));
    void this.#change();
  }

  /** Whether this Berth brought up the bundled engine, or joined it: only then it has to stop it. */
  get hasUsedBundled(): boolean {
    return this.#hasUsedBundled;
  }

  /** The chosen engine, running or not. Throws `unsupported` for a transport that Berth does not speak. */
  get engine(): KnownEngine {
    const { id, endpoint } = this.#status.connection;
    const address = parseEndpoint(endpoint);
    if (address === null) throw new EngineError('unsupported', endpoint);
    return { id, address };
  }

  /** Answers when the status is newer than what the reader has. */
  async changes(
    seen: { readonly epoch: string; readonly seq: number },
    signal: AbortSignal,
  ): Promise<{ epoch: string; seq: number; status: EngineStatus }> {
    while (seen.epoch === this.#epoch && seen.seq === this.#seq) await this.#waiters.next(signal);
    return { epoch: this.#epoch, seq: this.#seq, status: this.#status };
  }

  /** The connection to the engine. Throws `unreachable` while it does not answer. */
  connected(): DockerConnection {
    if (this.#docker !== null) return this.#docker;
    const starting = this.#status.state === 'starting';
    throw new EngineError('unreachable', this.#status.problem?.detail ?? 'The engine does not answer.', {
      reason: starting ? 'engine-starting' : 'engine-unavailable',
    });
  }

  /**
   * Turns to another engine; the bundled one keeps running. Resolves when the former one is no longer followed, or when a later call has
   * replaced this one. Throws `cancelled` after the disposal.
   */
  async use(connection: Connection): Promise<void> {
    this.#assertOpen();
    this.#wish = { connection: this.#withEndpoint(connection), engine: 'running' };
    this.#isTurnDue = true;
    await this.#change();
  }

  /** Starts a stopped or failed bundled engine, or tries a lost one now. */
  start(): void {
    this.#wish = { ...this.#wish, engine: 'running' };
    this.#crashes = [];
    this.#kicks.wake();
  }

  /** Stops the bundled engine, or its start. Its containers end. Throws `unsupported` for another engine, `cancelled` at the disposal. */
  stop(): Promise<void> {
    return this.#stopFirst('stopped');
  }

  /** Stops the bundled engine; starts it once it has stopped. Resolves after the stop and throws as it does. */
  async restart(): Promise<void> {
    await this.#stopFirst('running');
  }

  /** Ends what is under way and waits for it; the bundled engine is left as it is. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#offs.dispose();
    await this.#tasks[Symbol.asyncDispose]();
    this.#dueStop?.reject(toOver());
  }

  #assertOpen(): void {
    if (this.#tasks.isDisposed) throw toOver();
  }

  async #stopFirst(engine: Wish['engine']): Promise<void> {
    this.#assertOpen();
    if (this.#wish.connection.kind !== 'bundled') {
      throw new EngineError('unsupported', 'Only the bundled engine is started and stopped by Berth.');
    }
    this.#wish = { ...this.#wish, engine };
    this.#crashes = [];
    this.#dueStop ??= Promise.withResolvers();
    const { promise } = this.#dueStop;
    void this.#change();
    await promise;
  }

  #withEndpoint(connection: Connection): Connection {
    return connection.kind === 'bundled' ? { ...connection, endpoint: toEndpoint(this.#bundled.address) } : connection;
  }

  /** Resolves when what was under way has ended and this wish is taken up, or a later one in its place. */
  async #change(): Promise<void> {
    const taken = Promise.withResolvers<void>();
    const task = this.#tasks.run((signal) => this.#follow(taken.resolve, signal));
    await Promise.race([taken.promise, task]);
  }

  async #follow(onTaken: () => void, signal: AbortSignal): Promise<void> {
    if (this.#isTurnDue) this.#turn();
    if (this.#dueStop !== null) await this.#carryOut(this.#dueStop);
    onTaken();
    while (!signal.aborted) {
      try {
        await this.#run(signal);
      } catch (error) {
        signal.throwIfAborted();
        this.#log.error({ error: toMessage(error) }, 'the engine link failed');
        await this.#waitForUser('failed', { problem: { reason: 'internal', detail: toMessage(error) } }, signal);
      }
    }
  }

  #turn(): void {
    this.#isTurnDue = false;
    this.#follower.reset();
    this.#crashes = [];
    this.#status = { ...this.#status, connection: this.#wish.connection };
    this.#set('starting', { info: null, problem: null, retryAtMs: null, missing: [] });
  }

  async #carryOut(stop: PromiseWithResolvers<void>): Promise<void> {
    this.#dueStop = null;
    // Another engine may have been chosen meanwhile: then that one is shown.
    const isShown = this.#status.connection.kind === 'bundled';
    if (isShown) this.#set('stopping', { problem: null, retryAtMs: null });
    try {
      await this.#bundled.stop();
      stop.resolve();
    } catch (error) {
      this.#log.error({ error: toMessage(error) }, 'the bundled engine did not stop');
      if (isShown) this.#set('failed', { problem: { reason: 'internal', detail: toMessage(error) } });
      stop.reject(error);
    }
  }

  async #run(signal: AbortSignal): Promise<never> {
    for (const backOff = new BackOff(firstRetryMs, longestRetryMs); ;) {
      if (this.#status.connection.kind === 'bundled') await this.#bringUp(signal);
      const { wasLive, problem } = await this.#followUntilLost(signal);
      if (wasLive) {
        this.#crashes.push(Date.now());
        backOff.reset();
      }
      // Said and waited for in one step: a start that comes at once is not missed.
      this.#set('lost', { problem, retryAtMs: Date.now() + backOff.nextMs });
      await backOff.wait(signal, this.#kicks);
    }
  }

  /** Brings up the bundled engine, waiting for the user wherever that is needed. */
  async #bringUp(signal: AbortSignal): Promise<void> {
    while (this.#wish.engine === 'stopped') {
      // One that could not be stopped stays failed.
      if (this.#status.state === 'failed') await this.#kicks.next(signal);
      else await this.#waitForUser('stopped', { problem: null, retryAtMs: null }, signal);
    }
    while (!(await this.#tryToBringUp(signal)));
  }

  /** False when it failed and the user wants another try. */
  async #tryToBringUp(signal: AbortSignal): Promise<boolean> {
    const now = Date.now();
    this.#crashes = this.#crashes.filter((atMs) => now - atMs < crashWindowMs);
    if (this.#crashes.length >= maxCrashes) {
      const problem = { reason: 'daemon-keeps-ending', detail: await this.#bundled.readLog() };
      await this.#waitForUser('failed', { problem, retryAtMs: null }, signal);
    }
    // While a lost engine is brought back, the rows are there and stay in view: no full screen of steps.
    if (this.#status.state !== 'lost') this.#set('starting', { problem: null, missing: [], retryAtMs: null });
    try {
      const missing = await this.#bundled.check();
      signal.throwIfAborted();
      if (missing.length === 0) {
        this.#hasUsedBundled = true;
        await this.#bundled.start(signal);
        return true;
      }
      await this.#waitForUser('unavailable', { missing, problem: null }, signal);
    } catch (error) {
      signal.throwIfAborted();
      const failed = error instanceof BundledEngineError ? error : null;
      const problem = { reason: failed?.reason ?? 'internal', detail: failed?.detail ?? toMessage(error) };
      const missing = [...(failed?.missing ?? [])];
      this.#log.error(problem, 'the bundled engine did not start');
      const state = missing.length > 0 ? 'unavailable' : 'failed';
      await this.#waitForUser(state, { problem, missing, retryAtMs: null }, signal);
    }
    return false;
  }

  /** Why the engine was lost, and whether it had answered. */
  async #followUntilLost(signal: AbortSignal): Promise<{ wasLive: boolean; problem: EngineStatus['problem'] }> {
    let wasLive = false;
    try {
      using docker = await connectToDocker(this.engine.address, signal);
      this.#docker = docker;
      wasLive = true;
      this.#set('running', { info: docker.info, problem: null, retryAtMs: null, missing: [] });
      this.answers.wake();
      return await this.#follower.follow(docker, () => undefined, signal);
    } catch (error) {
      signal.throwIfAborted();
      const detail = error instanceof EngineError ? error.detail : toMessage(error);
      const reason = error instanceof EngineError ? error.code : 'internal';
      this.#log.warn({ reason, detail }, 'the engine does not answer');
      return { wasLive, problem: { reason, detail } };
    } finally {
      this.#docker = null;
      this.#follower.markStale();
    }
  }

  /** Says that it waits, and waits for a start, in one step: one that comes at once is not missed. */
  async #waitForUser(state: EngineStatus['state'], patch: StatusPatch, signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    this.#set(state, patch);
    await this.#kicks.next(signal);
  }

  #set(state: EngineStatus['state'], patch: StatusPatch): void {
    const sinceMs = state === this.#status.state ? this.#status.sinceMs : Date.now();
    this.#status = { ...this.#status, state, sinceMs };
    this.#publish(patch);
  }

  #noteShell(): void {
    if (!isDeepStrictEqual(this.#dockerShell.reachOf(this.#status.connection.id), this.#status.shell))
      this.#publish({});
  }

  #publish(patch: StatusPatch): void {
    const isBundled = this.#status.connection.kind === 'bundled';
    this.#status = {
      ...this.#status,
      ...patch,
      shell: this.#dockerShell.reachOf(this.#status.connection.id),
      steps: isBundled ? [...this.#bundled.steps] : [],
      notes: isBundled ? [...this.#bundled.notes] : [],
    };
    this.#seq += 1;
    this.#waiters.wake();
  }
}

function toOver(): EngineError {
  return new EngineError('cancelled', 'The engine service is ending.');
}
