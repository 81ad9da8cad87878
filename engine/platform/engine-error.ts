import type { ErrorCode, ErrorReason } from '../contract/errors.ts';

/** The one class of failure inside the service: what the page needs to say what happened, why, and what to do. */
export class EngineError extends Error {
  readonly code: ErrorCode;
  readonly reason: ErrorReason;
  readonly params: Readonly<Record<string, string>>;
  /** The daemon's, the system's or the library's own words. */
  readonly detail: string;

  constructor(
    code: ErrorCode,
    detail: string,
    more: { reason?: ErrorReason; params?: Readonly<Record<string, string>>; cause?: unknown } = {},
  ) {
    super(`${code}: ${detail}`, { cause: more.cause });
    this.name = 'EngineError';
    this.code = code;
    this.reason = more.reason ?? 'none';
    this.params = more.params ?? {};
    this.detail = detail;
  }
}

/** The message of anything thrown. */
export function toMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
