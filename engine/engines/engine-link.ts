import type { Connection, EngineStatus } from '../contract/engines.ts';
import { BundledEngineError } from '../daemon/bundled-engine-error.ts';
import type { Driver } from '../daemon/driver.ts';
import type { EngineAddress } from '../docker/address.ts';
import { connectToDocker, type DockerConnection } from '../docker/connect.ts';
import { BackOff } from '../platform/back-off.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { Latest } from '../platform/sequencer.ts';
import { Waiters } from '../platform/waiters.ts';

/** Waits between two tries to reach an engine: short at first, because an engine that restarts is back in seconds. */
const firstRetryMs = 100;
const longestRetryMs = 5_000;
/** A bundled engine that ends this often within `crashWindowMs` is not started again by itself. */
const maxCrashes = 4;
const crashWindowMs = 60_000;

/** Keeps a mirror true to a connection until that is lost, then throws. */
export interface Follower {
  follow(connection: DockerConnection, onLive: () => void, signal: AbortSignal): Promise<never>;
  markStale(): void;
}

interface LinkOptions {
  readonly connection: Connection;
  readonly address: EngineAddress;
  /** Wakes its waiters when the engine begins to answer. */
  readonly answers: Waiters;
  /** Null for an engine that somebody else runs. */
  readonly driver: Driver | null;
  readonly follower: Follower;
  /** Called after each change of the status. */
  readonly onChange: () => void;
  readonly log: Log;
}

type StatusPatch = Partial<Pick<EngineStatus, 'info' | 'problem' | 'retryAtMs' | 'missing'>>;

/**
 * One engine's state, as its API says: `running` follows an answer, never a launch. A lost engine is
 * tried again until it is back.
 * Calls set a wish, and one task at a time makes it true: a new wish cancels that task and waits for
 * its end. The latest wish wins; a stop that was asked for is always carried out before it.
 */
export class EngineLink implements AsyncDisposable {
  readonly #address: EngineAddress;
  readonly #answers: Waiters;
  readonly #driver: Driver | null;
  readonly #follower: Follower;
  readonly #onChange: () => void;
  readonly #log: Log;
  readonly #kicks = new Waiters();
  readonly #tasks = new Latest();
  readonly #offSteps: () => void;
  #status: EngineStatus;
  #docker: DockerConnection | null = null;
  #wish: 'running' | 'stopped' = 'running';
  /** Those who asked for a stop wait for it. */
  #dueStop: PromiseWithResolvers<void> | null = null;
  #crashes: number[] = [];

  constructor({ connection, address, answers, driver, follower, onChange, log }: LinkOptions) {
    this.#address = address;
    this.#answers = answers;
    this.#driver = driver;
    this.#follower = follower;
    this.#onChange = onChange;
    this.#log = log;
    this.#status = {
      connection,
      state: 'starting',
      sinceMs: Date.now(),
      info: null,
      steps: [...(driver?.steps ?? [])],
      missing: [],
      problem: null,
      retryAtMs: null,
      notes: [...(driver?.notes ?? [])],
    };
    this.#offSteps = driver?.onSteps(() => this.#publish({})) ?? (() => undefined);
    this.#change();
  }

  get status(): EngineStatus {
    return this.#status;
  }

  /** The connection to the engine. Throws `unreachable` while it does not answer. */
  connected(): DockerConnection {
    if (this.#docker !== null) return this.#docker;
    const starting = this.#status.state === 'starting';
    throw new EngineError('unreachable', this.#status.problem?.detail ?? 'The engine does not answer.', {
      reason: starting ? 'engine-starting' : 'engine-unavailable',
    });
  }

  /** Starts a stopped or failed engine of Berth's own, or tries a lost one now. */
  start(): void {
    this.#wish = 'running';
    this.#crashes = [];
    this.#kicks.wake();
  }

  /**
   * Stops an engine of Berth's own, or its start. Its containers end. Throws `unsupported` for
   * another engine, `cancelled` at the disposal.
   */
  stop(): Promise<void> {
    return this.#stopFirst('stopped');
  }

  /** Stops the engine; starts it once it has stopped. Resolves after the stop and throws as it does. */
  async restart(): Promise<void> {
    await this.#stopFirst('running');
  }

  /** Ends what is under way and waits for it; the engine is left as it is. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#offSteps();
    await this.#tasks[Symbol.asyncDispose]();
    this.#dueStop?.reject(toOver());
  }

  async #stopFirst(wish: 'running' | 'stopped'): Promise<void> {
    if (this.#tasks.isDisposed) throw toOver();
    if (this.#driver === null) {
      throw new EngineError('unsupported', 'Berth starts and stops only its own engine.');
    }
    this.#wish = wish;
    this.#crashes = [];
    this.#dueStop ??= Promise.withResolvers();
    const { promise } = this.#dueStop;
    this.#change();
    await promise;
  }

  #change(): void {
    void this.#tasks.run((signal) => this.#follow(signal));
  }

  async #follow(signal: AbortSignal): Promise<void> {
    if (this.#dueStop !== null && this.#driver !== null) await this.#carryOut(this.#dueStop, this.#driver);
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

  async #carryOut(stop: PromiseWithResolvers<void>, driver: Driver): Promise<void> {
    this.#dueStop = null;
    this.#set('stopping', { problem: null, retryAtMs: null });
    try {
      await driver.stop();
      stop.resolve();
    } catch (error) {
      this.#log.error({ error: toMessage(error) }, 'the bundled engine did not stop');
      this.#set('failed', { problem: { reason: 'internal', detail: toMessage(error) } });
      stop.reject(error);
    }
  }

  async #run(signal: AbortSignal): Promise<never> {
    for (const backOff = new BackOff(firstRetryMs, longestRetryMs); ;) {
      if (this.#driver !== null) await this.#bringUp(this.#driver, signal);
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

  /** Brings up an engine of Berth's own; waits for the user wherever that is needed. */
  async #bringUp(driver: Driver, signal: AbortSignal): Promise<void> {
    while (this.#wish === 'stopped') {
      // One that could not be stopped stays failed.
      if (this.#status.state === 'failed') await this.#kicks.next(signal);
      else await this.#waitForUser('stopped', { problem: null, retryAtMs: null }, signal);
    }
    while (!(await this.#tryToBringUp(driver, signal)));
  }

  /** False when it failed and the user wants another try. */
  async #tryToBringUp(driver: Driver, signal: AbortSignal): Promise<boolean> {
    const now = Date.now();
    this.#crashes = this.#crashes.filter((atMs) => now - atMs < crashWindowMs);
    if (this.#crashes.length >= maxCrashes) {
      const problem = { reason: 'daemon-keeps-ending', detail: await driver.readLog() };
      await this.#waitForUser('failed', { problem, retryAtMs: null }, signal);
    }
    // While a lost engine is brought back, the rows are there and stay in view: no full screen of steps.
    if (this.#status.state !== 'lost') this.#set('starting', { problem: null, missing: [], retryAtMs: null });
    try {
      const missing = await driver.check();
      signal.throwIfAborted();
      if (missing.length === 0) {
        await driver.start(signal);
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
      using docker = await connectToDocker(this.#address, signal);
      this.#docker = docker;
      wasLive = true;
      this.#set('running', { info: docker.info, problem: null, retryAtMs: null, missing: [] });
      this.#answers.wake();
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

  #publish(patch: StatusPatch): void {
    this.#status = {
      ...this.#status,
      ...patch,
      steps: [...(this.#driver?.steps ?? [])],
      notes: [...(this.#driver?.notes ?? [])],
    };
    this.#onChange();
  }
}

function toOver(): EngineError {
  return new EngineError('cancelled', 'The engine service is ending.');
}
