import { implement } from '@orpc/server';
import type { SettingsFile } from '../connections/settings-file.ts';
import { contract } from '../contract/contract.ts';
import type { JobFacts } from '../contract/jobs.ts';
import type { Engines } from '../engines/engines.ts';
import type { Jobs } from '../jobs/jobs.ts';
import type { CommandJournal } from '../journal/command-journal.ts';
import type { LogHistory } from '../logs/kept/log-history.ts';
import type { LogThread } from '../logs/threads/log-thread.ts';
import { EngineError } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import type { Terminals } from '../terminals/terminals.ts';
import type { Transfers } from '../transfers/transfers.ts';
import type { Peer } from './peer.ts';

/** What the procedures work on; made once by `host/create-engine`. */
export interface Service {
  readonly engines: Engines;
  readonly journal: CommandJournal;
  readonly settings: SettingsFile;
  readonly terminals: Terminals;
  readonly jobs: Jobs<JobFacts>;
  readonly transfers: Transfers;
  readonly logThread: LogThread;
  readonly logHistory: LogHistory;
  readonly chooseSavePath: ChooseSavePath | null;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
}

/** The system's own dialog for a file to write to, beginning at `path`; null when it was cancelled. */
export type ChooseSavePath = (
  dialog: { readonly path: string; readonly title: string },
  signal: AbortSignal,
) => Promise<string | null>;

/** Per call: the page that calls, and the engine that the call names. */
export interface CallContext {
  readonly peer: Peer;
  readonly engines: Engines;
  /** Null where the call names none. */
  readonly engineId: string | null;
}

/**
 * Each service implements its part of the contract from here. Answers are not validated once more: they come from our own typed
 * code, and a list of 5,000 rows would pay for it at each reset.
 */
export const implementation = implement(contract, { initialOutputValidationIndex: Number.NaN }).$context<CallContext>();

/** Opens the engine that a call names, for as long as the call takes. Throws `invalid` where it names none. */
export const onEngine = implementation.middleware(async ({ context, next }) => {
  if (context.engineId === null) throw new EngineError('invalid', 'This call has to name an engine.');
  using lease = await context.engines.lease(context.engineId);
  return await next({ context: { session: lease.session } });
});

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
