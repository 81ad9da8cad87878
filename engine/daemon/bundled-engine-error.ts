import type { EngineStep, Missing } from '../contract/engines.ts';
import { toMessage } from '../platform/engine-error.ts';
import { ProcessError } from '../platform/process.ts';
import { NativeEngineError } from './native/native-engine.ts';

export type BundledEngineReason =
  | 'missing'
  | 'download-failed'
  | 'unpack-failed'
  | 'no-space'
  | 'daemon-exited'
  | 'api-silent'
  | 'folder-in-use'
  | 'cancelled'
  | 'internal';

/** The bundled engine did not come up. `detail` is apt's, dockerd's or the system's own words. */
export class BundledEngineError extends Error {
  readonly reason: BundledEngineReason;
  readonly detail: string;
  /** What this machine lacks; empty unless that is the reason. */
  readonly missing: readonly Missing[];

  constructor(reason: BundledEngineReason, detail: string, missing: readonly Missing[] = [], cause?: unknown) {
    super(`${reason}: ${detail}`, { cause });
    this.name = 'BundledEngineError';
    this.reason = reason;
    this.detail = detail;
    this.missing = missing;
  }
}

/** Why a start failed; `steps` tell how far it had come. */
export function toFailure(error: unknown, signal: AbortSignal, steps: readonly EngineStep[]): BundledEngineError {
  if (error instanceof BundledEngineError) return error;
  if (signal.aborted) return new BundledEngineError('cancelled', '', [], error);
  if (error instanceof NativeEngineError) return new BundledEngineError(error.reason, error.detail, [], error);
  const detail = error instanceof ProcessError ? error.output : toMessage(error);
  if (/ENOSPC|No space left on device|enough free space/i.test(detail))
    return new BundledEngineError('no-space', detail, [], error);
  const active = steps.find(({ state }) => state === 'active')?.id;
  const reason = active === 'download' ? 'download-failed' : active === 'unpack' ? 'unpack-failed' : 'internal';
  return new BundledEngineError(reason, detail, [], error);
}

/** What this machine lacks, as the failure that it is. */
export function toMissingError(missing: readonly Missing[]): BundledEngineError {
  const detail = missing.map(({ id, detail }) => `${id}: ${detail}`).join('\n');
  return new BundledEngineError('missing', detail, missing);
}
