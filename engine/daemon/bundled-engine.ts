import path from 'node:path';
import type { EngineStep, Missing } from '../contract/engines.ts';
import type { EngineAddress } from '../docker/address.ts';
import { toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import type { EnginePaths } from '../platform/paths.ts';
import { toFailure, toMissingError } from './bundled-engine-error.ts';
import { toBundleFiles } from './bundle/bundle-files.ts';
import type { Bundle } from './bundle/bundle-files.ts';
import { readOsRelease } from './bundle/os-release.ts';
import { fetchEngineBundle, findManifest, findMirror, readEngineBundle } from './engine-bundle.ts';
import { EngineUsers } from './engine-users.ts';
import { type Driver, type DriverCapabilities, systemCertsDir } from './driver.ts';
import { withFileLock } from './file-lock.ts';
import { readInsecureRegistries, writeInsecureRegistry } from './native/engine-config.ts';
import { boundEngineLog, readLogEnd } from './native/engine-log.ts';
import { toEngineLayout } from './native/engine-layout.ts';
import type { EngineLayout } from './native/engine-layout.ts';
import { watchDaemons } from './native/watch-daemons.ts';
import type { DaemonWatch } from './native/watch-daemons.ts';
import { NativeEngineError, startDaemons, waitForApi } from './native/native-engine.ts';
import { checkFetching, checkMachine, findIptables } from './native/requirements.ts';
import type { XtablesProgram } from './native/requirements.ts';
import type { EngineProcess } from './native/engine-processes.ts';
import { stopDaemons } from './native/stop-daemons.ts';
import { StartSteps } from './start-steps.ts';
import { loadWelcome } from './welcome/load-welcome.ts';

const readLogBytes = 64 * 1024;

export type BundledEngineOptions = EnginePaths & {
  readonly log: Log;
  /** Runs at each start, once the API answers; the start waits for it. */
  readonly onUp?: () => Promise<void>;
};

/**
 * The Docker engine that Berth brings along: fetches it, runs it, stops it. Several Berths may share one; the last one stops it.
 * After `start` has settled, `stop` must be called before the process ends.
 */
export class BundledEngine implements Driver {
  readonly #paths: EnginePaths;
  readonly #log: Log;
  readonly #onUp: (() => Promise<void>) | undefined;
  readonly #layout: EngineLayout;
  readonly #users: EngineUsers;
  readonly #steps: StartSteps;
  readonly #exitListeners = new Set<(problem: { reason: string; detail: string }) => void>();
  #bundle: Bundle | null = null;
  #hasJoined = false;
  #watch: DaemonWatch | null = null;
  #background: Promise<void> = Promise.resolve();
  #backgroundAbort = new AbortController();

  constructor({ log, onUp, ...paths }: BundledEngineOptions) {
    this.#paths = paths;
    this.#log = log;
    this.#onUp = onUp;
    this.#layout = toEngineLayout(paths.dataDir, paths.runDir);
    this.#users = new EngineUsers(this.#layout.usersDir);
    this.#steps = new StartSteps(path.join(path.dirname(this.#layout.logFile), 'usual-ms.json'), log);
  }

  get capabilities() {
    const { dataRootDir } = this.#layout;
    return {
      // On the same mount, because a file has no second name on another one (link(2), EXDEV).
      logFiles: { containersDir: path.join(dataRootDir, 'containers'), keptDir: path.join(dataRootDir, 'berth-logs') },
      certsDir: systemCertsDir,
      insecureRegistries: {
        read: () => readInsecureRegistries(this.#layout, this.#log),
        set: (address: string, isInsecure: boolean, signal: AbortSignal) =>
          withFileLock(this.#layout.lockFile, signal, () =>
            writeInsecureRegistry(this.#layout, address, isInsecure, this.#log),
          ),
      },
    } satisfies DriverCapabilities;
  }

  get socketPath(): string {
    return this.#layout.socketPath;
  }

  get address(): EngineAddress {
    return { kind: 'unix', path: this.#layout.socketPath };
  }

  /** The docker program of the bundle; null until the bundle is there. */
  get cliPath(): string | null {
    return this.#bundle === null ? null : toBundleFiles(this.#bundle).cli;
  }

  /** The unpacked bundle; null until it is there. */
  get bundle(): Bundle | null {
    return this.#bundle;
  }

  get steps(): readonly EngineStep[] {
    return this.#steps.all;
  }

  get notes(): readonly string[] {
    return this.#bundle?.notes ?? [];
  }

  onSteps(listener: () => void): () => void {
    return this.#steps.onChange(listener);
  }

  /** Tells when dockerd has ended though nobody asked it to; answers how to end that. */
  onExit(listener: (problem: { reason: string; detail: string }) => void): () => void {
    this.#exitListeners.add(listener);
    return () => this.#exitListeners.delete(listener);
  }

  /** What this machine lacks, as far as it can be told before anything is fetched. */
  async check(): Promise<Missing[]> {
    const missing = await checkMachine(this.#layout.dataRootDir);
    if (missing.length > 0) return missing;
    if ((await findManifest()) === null) return [{ id: 'packages', detail: (await readOsRelease()).name }];
    if ((await readEngineBundle(this.#paths.cacheDir)) !== null) return [];
    const fetching = await checkFetching();
    if (fetching.length > 0) return fetching;
    return (await findMirror()) === null ? [{ id: 'apt', detail: '/etc/apt' }] : [];
  }

  /**
   * Brings the engine up; resolves when its API answers. The welcome image is loaded after that, see `settled`. Throws a
   * `BundledEngineError`; calling it again goes on where it failed.
   */
  async start(signal: AbortSignal): Promise<void> {
    await this.settled();
    this.#watch?.close();
    await this.#steps.reset();
    try {
      await this.#bringUp(signal);
    } catch (error) {
      const failure = toFailure(error, signal, this.#steps.all);
      this.#steps.fail(failure.reason);
      if (failure.reason !== 'cancelled') this.#log.warn({ err: error, reason: failure.reason }, 'engine: not started');
      throw failure;
    }
  }

  /** Waits for what goes on after a start in the background: the welcome image. Never rejects. */
  async settled(): Promise<void> {
    await this.#background;
  }

  /**
   * Stops the engine and its containers, unless another Berth uses it, it is to be left running, or this Berth never started it.
   * Resolves when no process of it is left. A start that is under way has to be cancelled first.
   */
  async stop(options: { readonly leaveRunning?: boolean } = {}): Promise<void> {
    this.#watch?.close();
    this.#watch = null;
    this.#backgroundAbort.abort();
    await this.settled();
    if (!this.#hasJoined) return;
    await this.#leave(options.leaveRunning === true);
  }

  /** Stops an engine that was left running, or was left behind by a Berth that was killed, unless another Berth uses it. */
  async stopLeftBehind(): Promise<void> {
    await this.#leave(false);
  }

  /** The end of dockerd's and containerd's own log. */
  readLog(): Promise<string> {
    return readLogEnd(this.#layout.logFile, readLogBytes);
  }

  async #leave(leaveRunning: boolean): Promise<void> {
    await withFileLock(this.#layout.lockFile, new AbortController().signal, async () => {
      this.#hasJoined = false;
      const { isLast } = await this.#users.leave();
      if (!isLast || leaveRunning) return;
      const bundle = this.#bundle ?? (await readEngineBundle(this.#paths.cacheDir));
      if (bundle === null) return;
      const { wasClean } = await stopDaemons(bundle, this.#layout, this.#log);
      this.#log.info({ wasClean }, 'engine: stopped');
    });
  }

  async #bringUp(signal: AbortSignal): Promise<void> {
    const steps = this.#steps;
    steps.begin('check');
    const missing = await this.check();
    if (missing.length > 0) throw toMissingError(missing);
    await steps.end('check', 'done', '');
    signal.throwIfAborted();

    const bundle = await this.#fetch(signal);
    this.#bundle = bundle;
    await withFileLock(this.#layout.lockFile, signal, () => this.#run(bundle, signal));
    await this.#onUp?.();
    this.#backgroundAbort = new AbortController();
    this.#background = this.#loadWelcome(bundle, this.#backgroundAbort.signal);
  }

  async #run(bundle: Bundle, signal: AbortSignal): Promise<void> {
    const steps = this.#steps;
    steps.begin('daemon');
    const iptables = await findIptables(bundle, signal);
    if ('missing' in iptables) throw toMissingError([iptables.missing]);
    this.#hasJoined = true;
    await this.#users.join();
    await boundEngineLog(this.#layout.logFile);
    const { dockerd, wasRunning } = await this.#startDaemons(bundle, iptables.program, signal);
    this.#log.info({ pid: dockerd.pid, wasRunning }, 'engine: up');
    this.#watch = watchDaemons(bundle, this.#layout, dockerd, this.#log, (detail) => {
      this.#log.warn({ pid: dockerd.pid }, 'engine: dockerd ended');
      for (const listener of this.#exitListeners) listener({ reason: 'daemon-exited', detail });
    });
  }

  async #startDaemons(
    bundle: Bundle,
    xtables: XtablesProgram,
    signal: AbortSignal,
  ): Promise<{ readonly dockerd: EngineProcess; readonly wasRunning: boolean }> {
    const steps = this.#steps;
    const started = await startDaemons(bundle, this.#layout, xtables, this.#log, signal);
    const { dockerd, wasRunning } = started;
    await steps.end('daemon', wasRunning ? 'skipped' : 'done', `docker ${versionOf(bundle, 'docker.io')}`);
    steps.begin('api');
    try {
      await waitForApi(this.#layout, started, signal);
    } catch (error) {
      // The one that was found running was about to end: start another.
      const wasEnding = wasRunning && error instanceof NativeEngineError && error.reason === 'daemon-exited';
      if (!wasEnding) throw error;
      steps.begin('daemon');
      return this.#startDaemons(bundle, xtables, signal);
    }
    await steps.end('api', 'done', this.socketPath);
    return { dockerd, wasRunning };
  }

  async #fetch(signal: AbortSignal): Promise<Bundle> {
    const { cacheDir } = this.#paths;
    const ready = await readEngineBundle(cacheDir, signal);
    if (ready !== null) {
      await this.#steps.end('download', 'skipped', '');
      await this.#steps.end('unpack', 'skipped', '');
      return ready;
    }
    const manifest = await findManifest();
    if (manifest === null) throw toMissingError([{ id: 'packages', detail: (await readOsRelease()).name }]);
    return fetchEngineBundle(manifest, cacheDir, this.#steps, signal);
  }

  async #loadWelcome(bundle: Bundle, signal: AbortSignal): Promise<void> {
    this.#steps.begin('welcome');
    try {
      const wasLoaded = await loadWelcome(bundle, this.#layout, signal);
      await this.#steps.end('welcome', wasLoaded ? 'done' : 'skipped', '');
    } catch (error) {
      // The engine is usable without it; the next start tries again.
      if (!signal.aborted) this.#log.warn({ err: error }, 'engine: welcome image not loaded');
      this.#steps.fail(toMessage(error));
    }
  }
}

function versionOf(bundle: Bundle, name: string): string {
  return bundle.packages.find((entry) => entry.name === name)?.version.replace(/[+-].*$/, '') ?? '';
}
