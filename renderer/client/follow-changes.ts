import { ORPCError } from '@orpc/client';
import { notify } from './notify.ts';
import { orAborted, pause } from './or-aborted.ts';
import { retryDelayMs } from './retry-delay.ts';

/** What every answer to a `changes` call says about its own version. */
export interface Version {
  readonly epoch: string;
  readonly seq: number;
}

interface FollowOptions<Known extends Version, Answer extends Version> {
  /** The version to begin with; `{ epoch: '', seq: 0, … }` for somebody who has nothing. */
  readonly from: Known;
  /** Asks for what is newer than `known`; answers as soon as there is something. */
  readonly call: (known: Known, signal: AbortSignal) => Promise<Answer>;
  /** What is known once the answer has been taken in. */
  readonly toKnown: (answer: Answer) => Known;
  /** Takes the answer in. What it throws is a mistake of the page: it is reported as an uncaught error, and the answer counts as taken. */
  readonly take: (answer: Answer) => void;
  /** Waited for after a failure, so that nothing is asked while there is nobody to answer. */
  readonly ready: (signal: AbortSignal) => Promise<void>;
  readonly signal: AbortSignal;
}

/**
 * Pulls changes until the signal is aborted. Errors are expected (the service restarts, the page sleeps): after one it waits and
 * goes on from the version that it holds, so that a reconnect costs one patch and not a new copy.
 */
export async function followChanges<Known extends Version, Answer extends Version>(
  options: FollowOptions<Known, Answer>,
): Promise<void> {
  const { call, toKnown, take, ready, signal } = options;
  let known = options.from;
  let failures = 0;
  while (!signal.aborted) {
    try {
      const answer = await orAborted(call(known, signal), signal);
      known = toKnown(answer);
      failures = 0;
      notify([take], answer);
    } catch (error) {
      // Not logged: the connection's state and the engine's status already tell the person what is wrong.
      failures += 1;
      try {
        await ready(signal);
        // A lost connection that is back is worth an attempt at once; only what fails again waits.
        if (failures > 1 || !isUnreachable(error)) await pause(retryDelayMs(failures), signal);
      } catch {
        // Only the abort rejects here, and the loop's condition ends it.
      }
    }
  }
}

function isUnreachable(error: unknown): boolean {
  return error instanceof ORPCError && error.code === 'unreachable';
}
