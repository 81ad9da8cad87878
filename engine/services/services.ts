import { implement } from '@orpc/server';
import { contract } from '../contract/contract.ts';
import type { BundledEngine } from '../daemon/bundled-engine.ts';
import type { DockerShell } from '../connections/docker-shell.ts';
import type { EngineLink } from '../connections/engine-link.ts';
import type { SettingsFile } from '../connections/engine-settings.ts';
import type { CommandJournal } from '../journal/command-journal.ts';
import type { LogHistory } from '../logs/log-history.ts';
import type { LogThread } from '../logs/log-thread.ts';
import type { Mirror } from '../mirror/mirror.ts';
import type { Log } from '../platform/log.ts';
import type { Credentials } from '../registries/credentials.ts';
import type { LocalRegistry } from '../registries/local-registry.ts';
import type { RegistryClient } from '../registries/registry-client.ts';
import type { RegistryList } from '../registries/registry-list.ts';
import type { Trust } from '../registries/trust.ts';
import type { Terminals } from '../terminals/terminals.ts';
import type { Transfers } from '../transfers/transfers.ts';
import type { Peer } from './peer.ts';

/** What the services work on; made once by `host/create-engine`. */
export interface Engine {
  readonly link: EngineLink;
  readonly mirror: Mirror;
  readonly bundled: BundledEngine;
  readonly dockerShell: DockerShell;
  readonly journal: CommandJournal;
  readonly settings: SettingsFile;
  readonly terminals: Terminals;
  readonly transfers: Transfers;
  readonly logThread: LogThread;
  readonly logHistory: LogHistory;
  readonly credentials: Credentials;
  readonly registries: RegistryList;
  readonly localRegistry: LocalRegistry;
  readonly registryClient: RegistryClient;
  readonly trust: Trust;
  readonly chooseSavePath: ChooseSavePath | null;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
}

/** The system's own dialog for a file to write to, beginning at `path`; null when it was cancelled. */
export type ChooseSavePath = (
  dialog: { readonly path: string; readonly title: string },
  signal: AbortSignal,
) => Promise<string | null>;

/** Per call: the page that calls. */
export interface CallContext {
  readonly peer: Peer;
}

/**
 * Each service implements its part of the contract from here. Answers are not validated once more: they come from our own typed
 * code, and a list of 5,000 rows would pay for it at each reset.
 */
export const implementation = implement(contract, { initialOutputValidationIndex: Number.NaN }).$context<CallContext>();

/** How long a verb may take at most; a stop waits for the container's own stop timeout, which may be minutes. */
export function verbDeadline(signal: AbortSignal | undefined): AbortSignal {
  const deadline = AbortSignal.timeout(10 * 60_000);
  return signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
}

/** How long a record may take to be read. */
export function readDeadline(signal: AbortSignal | undefined): AbortSignal {
  const deadline = AbortSignal.timeout(30_000);
  return signal === undefined ? deadline : AbortSignal.any([signal, deadline]);
}

/** The signal of a call; one without can only end with its connection, which rejects it anyway. */
export function callSignal(signal: AbortSignal | undefined): AbortSignal {
  return signal ?? new AbortController().signal;
}
