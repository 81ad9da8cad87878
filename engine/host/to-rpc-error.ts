import { randomUUID } from 'node:crypto';
import { ORPCError } from '@orpc/server';
import type { ErrorCode, ErrorData } from '../contract/errors.ts';
import { toEngineError } from '../docker/errors.ts';
import { EngineError } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';

/** What a call failed with, as it crosses to the page. The log has the same call id; `cancelled` is no failure and is not logged. */
export function toRpcError(
  error: unknown,
  path: readonly string[],
  signal: AbortSignal | undefined,
  log: Log,
): ORPCError<ErrorCode, ErrorData> {
  const failure = toFailure(error, signal);
  const callId = randomUUID().slice(0, 8);
  if (failure.code !== 'cancelled') {
    const { code, reason, detail } = failure;
    log.warn(
      {
        callId,
        procedure: path.join('.'),
        code,
        reason,
        detail,
        stack: code === 'internal' ? failure.stack : undefined,
      },
      'a call failed',
    );
  }
  return new ORPCError(failure.code, {
    defined: true,
    message: failure.message,
    data: { reason: failure.reason, params: { ...failure.params }, detail: failure.detail, callId },
  });
}

function toFailure(error: unknown, signal: AbortSignal | undefined): EngineError {
  if (error instanceof ORPCError) {
    const code: ErrorCode = error.status === 404 ? 'unsupported' : error.status === 400 ? 'invalid' : 'internal';
    return new EngineError(code, error.message, { cause: error });
  }
  return toEngineError(error, signal);
}
