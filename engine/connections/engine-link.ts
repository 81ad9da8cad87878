import { randomUUID } from 'node:crypto';
import type { Connection, EngineStatus } from '../contract/engine.ts';
import type { BundledEngine } from '../daemon/bundled-engine.ts';
import { BundledEngineError } from '../daemon/bundled-engine-error.ts';
import { connectToDocker, type DockerConnection, type EngineAddress } from '../docker/connect.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { Waiters } from '../platform/waiters.ts';
import { toSocketPath } from './find-connections.ts';

/** Waits between two tries to reach an engine: short at first, because an engine that restarts is back in seconds. */
const retryMs = [100, 250, 500, 1_000, 2_000, 5_000];
/** A bundled engine that ends this often within `crashWindowMs` is not started again by itself. */
const maxCrashes = 4;
const crashWindowMs = 60_000;

/** Keeps a mirror true to a connection until that is lost, then throws. */
export interface Follower {
  follow(connection: DockerConnection, onLive: () => void, signal: AbortSignal): Promise<never>;
  reset(): void;
  markStale(): void;
}

interface LinkOptions {
  readonly bundled: BundledEngine;
  readonly follower: Follower;
  readonly log: Log;
  readonly connection: Connection;
}

type StatusPatch = Partial<Pick<EngineStatus, 'info' | 'problem' | 'retryAtMs' | 'missing'>>;

/**
 * The chosen engine and whether it answers. What is said comes from the engine's API, never from how it was launched: `running` is only said
 * once it has answered, and a lost one is looked for until it is back.
 */
export class EngineLink implements AsyncDisposable {
  readonly #bundled: BundledEngine;
  readonly #follower: Follower;
  readonly #log: Log;
  readonly #epoch = randomUUID();
  readonly #waiters = new Waiters();
  readonly #kicks = new Waiters();
  readonly #offSteps: () => void;
  #seq = 1;
  #status: EngineStatus;
  #docker: DockerConnection | null = null;
  #stop = new AbortController();
  #running: Promise<void> = Promise.resolve();
  #wanted: 'running' | 'stopped' = 'running';
  #crashes: number[] = [];
  #hasUsedBundled = false;

  constructor({ bundled, follower, log, connection }: LinkOptions) {
    this.#bundled = bundled;
    this.#follower = follower;
    this.#log = log;
    this.#status = {
      connection: this.#withEndpoint(connection),
      state: 'starting',
      sinceMs: Date.now(),
      info: null,
      steps: [],
      missing: [],
      problem: null,
      retryAtMs: null,
      notes: [],
    };
    this.#offSteps = bundled.onSteps(() => this.#publish({}));
    this.#begin();
  }

  /** Whether this Berth brought up the bundled engine, or joined it: only then it has to stop it. */
  get hasUsedBundled(): boolean {
    return this.#hasUsedBundled;
  }

  /** The chosen engine, running or not. Throws `unsupported` for one without a unix socket. */
  get address(): EngineAddress {
    const { id, endpoint } = this.#status.connection;
    const socketPath = toSocketPath(endpoint);
    if (socketPath === null) throw new EngineError('unsupported', endpoint);
    return { id, socketPath };
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

  /** Turns to another engine. The bundled one keeps running. */
  async use(connection: Connection): Promise<void> {
    await this.#end();
    this.#follower.reset();
    this.#wanted = 'running';
    this.#status = { ...this.#status, connection: this.#withEndpoint(connection) };
    this.#set('starting', { info: null, problem: null, retryAtMs: null, missing: [] });
    this.#begin();
  }

  /** Starts a stopped or failed bundled engine, or tries a lost one now. */
  start(): void {
    this.#wanted = 'running';
    this.#crashes = [];
    this.#kicks.wake();
  }

  /** Stops the bundled engine, or its start. Its containers end. */
  async stop(): Promise<void> {
    if (this.#status.connection.kind !== 'bundled') {
      throw new EngineError('unsupported', 'Only the bundled engine is started and stopped by Berth.');
    }
    this.#wanted = 'stopped';
    await this.#end();
    this.#set('stopping', { problem: null, retryAtMs: null });
    try {
      await this.#bundled.stop();
    } finally {
      this.#begin();
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    this.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#offSteps();
    await this.#end();
  }

  #withEndpoint(connection: Connection): Connection {
    return connection.kind === 'bundled'
      ? { ...connection, endpoint: `unix://${this.#bundled.socketPath}` }
      : connection;
  }

  #begin(): void {
    this.#stop = new AbortController();
    this.#running = this.#run(this.#stop.signal).catch((error: unknown) => {
      if (this.#stop.signal.aborted) return;
      this.#log.error({ error: toMessage(error) }, 'the engine link ended');
      this.#set('failed', { problem: { reason: 'internal', detail: toMessage(error) } });
    });
  }

  async #end(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(signal: AbortSignal): Promise<void> {
    for (let failures = 0; ;) {
      if (this.#status.connection.kind === 'bundled' && !(await this.#bringUp(signal))) {
        await this.#kicks.next(signal);
        failures = 0;
        continue;
      }
      const wasLive = await this.#followUntilLost(signal);
      failures = wasLive ? 0 : failures + 1;
      const waitMs = retryMs[Math.min(failures, retryMs.length - 1)] ?? 5_000;
      this.#publish({ retryAtMs: Date.now() + waitMs });
      await this.#waitOrKick(waitMs, signal);
    }
  }

  /** Brings up the bundled engine. False when it has to wait for the user. */
  async #bringUp(signal: AbortSignal): Promise<boolean> {
    if (this.#wanted === 'stopped') {
      this.#set('stopped', { problem: null, retryAtMs: null });
      return false;
    }
    const now = Date.now();
    this.#crashes = this.#crashes.filter((atMs) => now - atMs < crashWindowMs);
    if (this.#crashes.length >= maxCrashes) {
      const detail = await this.#bundled.readLog();
      this.#set('failed', { problem: { reason: 'daemon-keeps-ending', detail }, retryAtMs: null });
      return false;
    }
    // While a lost engine is brought back, the rows are there and stay in view: no full screen of steps.
    if (this.#status.state !== 'lost') this.#set('starting', { problem: null, missing: [], retryAtMs: null });
    try {
      const missing = await this.#bundled.check();
      if (missing.length > 0) {
        this.#set('unavailable', { missing, problem: null });
        return false;
      }
      this.#hasUsedBundled = true;
      await this.#bundled.start(signal);
      return true;
    } catch (error) {
      signal.throwIfAborted();
      this.#failToStart(error);
      return false;
    }
  }

  #failToStart(error: unknown): void {
    const detail = error instanceof BundledEngineError ? error.detail : toMessage(error);
    const reason = error instanceof BundledEngineError ? error.reason : 'internal';
    const missing = error instanceof BundledEngineError ? [...error.missing] : [];
    this.#log.error({ reason, detail }, 'the bundled engine did not start');
    this.#set(missing.length > 0 ? 'unavailable' : 'failed', { problem: { reason, detail }, missing, retryAtMs: null });
  }

  /** True when the engine had answered. */
  async #followUntilLost(signal: AbortSignal): Promise<boolean> {
    let wasLive = false;
    try {
      using docker = await connectToDocker(this.address.socketPath, signal);
      this.#docker = docker;
      wasLive = true;
      this.#set('running', { info: docker.info, problem: null, retryAtMs: null, missing: [] });
      return await this.#follower.follow(docker, () => undefined, signal);
    } catch (error) {
      signal.throwIfAborted();
      const detail = error instanceof EngineError ? error.detail : toMessage(error);
      const reason = error instanceof EngineError ? error.code : 'internal';
      this.#log.warn({ reason, detail }, 'the engine does not answer');
      if (wasLive) this.#crashes.push(Date.now());
      this.#set('lost', { problem: { reason, detail } });
      return wasLive;
    } finally {
      this.#docker = null;
      this.#follower.markStale();
    }
  }

  async #waitOrKick(waitMs: number, signal: AbortSignal): Promise<void> {
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(waitMs)]);
    await this.#kicks.next(deadline).catch(() => signal.throwIfAborted());
  }

  #set(state: EngineStatus['state'], patch: StatusPatch): void {
    const sinceMs = state === this.#status.state ? this.#status.sinceMs : Date.now();
    this.#status = { ...this.#status, state, sinceMs };
    this.#publish(patch);
  }

  #publish(patch: StatusPatch): void {
    const isBundled = this.#status.connection.kind === 'bundled';
    this.#status = {
      ...this.#status,
      ...patch,
      steps: isBundled ? [...this.#bundled.steps] : [],
      notes: isBundled ? [...this.#bundled.notes] : [],
    };
    this.#seq += 1;
    this.#waiters.wake();
  }
}
