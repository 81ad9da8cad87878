import type { EngineStep, Missing } from '../contract/engines.ts';
import type { EngineAddress } from '../docker/address.ts';

/**
 * Where a dockerd of root looks for registries' certificates, at each request (Docker, 'Verify
 * repository client with certificates').
 */
export const systemCertsDir = '/etc/docker/certs.d';

/** What Berth can do to an engine beside its API, because the engine's files lie on this computer. */
export interface DriverCapabilities {
  /** Where the engine keeps each container's log, and where logs of removed containers may stay. */
  readonly logFiles: { readonly containersDir: string; readonly keptDir: string } | null;
  /** Where the engine looks for registries' certificates, at each request. */
  readonly certsDir: string | null;
  /** Registries that the engine reaches by http or with any certificate. */
  readonly insecureRegistries: {
    read(): Promise<readonly string[]>;
    /** Counts at once, and for later starts. */
    set(address: string, isInsecure: boolean, signal: AbortSignal): Promise<void>;
  } | null;
}

/** Brings up and ends an engine that Berth runs: natively on Linux, or inside a virtual machine. */
export interface Driver {
  readonly address: EngineAddress;
  /** The steps of a start, in their order. */
  readonly steps: readonly EngineStep[];
  /** Facts about the engine's programs, such as a version newer than the tried one. */
  readonly notes: readonly string[];
  readonly capabilities: DriverCapabilities;
  /** Calls the listener when a step changes; returns the function that ends that. */
  onSteps(listener: () => void): () => void;
  /** Returns what is known to be missing on this computer before anything is fetched. */
  check(): Promise<Missing[]>;
  /** Resolves when the engine's API answers. Throws a `BundledEngineError`; a second call continues where it failed. */
  start(signal: AbortSignal): Promise<void>;
  /**
   * Stops the engine and its containers, unless another Berth uses it, it is to be left running, or
   * `start` was never called. A start that is under way has to be cancelled first.
   */
  stop(options?: { readonly leaveRunning?: boolean }): Promise<void>;
  /** Returns the end of the engine's own log. */
  readLog(): Promise<string>;
}
