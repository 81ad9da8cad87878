import type { ErrorCode } from '../contract/errors.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import { type Pattern, registryPatterns } from './registry-words.ts';

/**
 * What the daemon's words mean; named groups become params. Texts of moby 20.10 to 28
 * (`libnetwork/portallocator`, `daemon/names.go`, `daemon/images/image_delete.go`, `daemon/start.go`, runc).
 */
const patterns: readonly Pattern[] = [
  {
    pattern: /(?:\d+\.){3}\d+:(?<port>\d+)(?:->\S+)?[^:]*: ?(?:failed: )?port is already allocated/,
    reason: 'port-taken',
    code: 'conflict',
  },
  { pattern: /Bind for \S*?:(?<port>\d+) failed: port is already allocated/, reason: 'port-taken', code: 'conflict' },
  { pattern: /:(?<port>\d+): bind: address already in use/, reason: 'port-taken', code: 'conflict' },
  { pattern: /:(?<port>\d+): bind: permission denied/, reason: 'port-forbidden' },
  { pattern: /container name "\/?(?<name>[^"]+)" is already in use/, reason: 'name-taken', code: 'conflict' },
  { pattern: /Invalid container name \((?<name>[^)]*)\)/, reason: 'name-invalid', code: 'invalid' },
  { pattern: /No such image: (?<image>\S+)/i, reason: 'image-missing', code: 'not-found' },
  { pattern: /^reference does not exist$/, reason: 'image-missing', code: 'not-found' },
  {
    pattern: /image (?:is being used|is used|is in use)|container (?<name>\S+) is using its referenced image/,
    reason: 'image-in-use',
    code: 'conflict',
  },
  { pattern: /image is referenced in multiple repositories/, reason: 'image-many-tags', code: 'conflict' },
  { pattern: /image has dependent child images/, reason: 'image-has-children', code: 'conflict' },
  {
    pattern: /(?:cannot|can't) remove (?:a running container|container .*: container is running)/i,
    reason: 'container-running',
    code: 'conflict',
  },
  { pattern: /container is running: stop the container/i, reason: 'container-running', code: 'conflict' },
  { pattern: /removal of container \S+ is already in progress/, reason: 'removal-in-progress', code: 'conflict' },
  { pattern: /No such container: (?<name>\S+)/, reason: 'container-missing', code: 'not-found' },
  { pattern: /no space left on device/, reason: 'disk-full' },
  {
    pattern: /exec: "(?<program>[^"]*)": .*(?:executable file not found|no such file or directory)/,
    reason: 'program-missing',
  },
  { pattern: /exec: "(?<program>[^"]*)": .*permission denied/, reason: 'program-not-runnable' },
  { pattern: /exec format error/, reason: 'exec-format' },
];

const allPatterns = [...patterns, ...registryPatterns];

function toCode(status: number): ErrorCode {
  if (status === 400) return 'invalid';
  if (status === 401 || status === 403) return 'unauthorized';
  if (status === 404) return 'not-found';
  if (status === 409) return 'conflict';
  if (status === 501) return 'unsupported';
  return 'rejected';
}

/** The message of a daemon's error body, `{"message": …}` by the Engine API, else the body itself. */
function parseErrorBody(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed === 'object' && parsed !== null && 'message' in parsed && typeof parsed.message === 'string') {
      return parsed.message;
    }
  } catch {
    // Not JSON: proxies and very old daemons answer in plain text, which is then the message.
  }
  return body.trim();
}

/** An answer of status 400 and above as EngineError: code by status, reason and params by the daemon's words. */
export function toFailure(status: number, body: string): EngineError {
  return readWords(parseErrorBody(body) || `HTTP status ${status}`, toCode(status), patterns);
}

/** The same of a request that may have led the daemon to a registry: 'connection refused' is then about that one. */
export function toRegistryFailure(status: number, body: string): EngineError {
  return readRegistryWords(parseErrorBody(body) || `HTTP status ${status}`, toCode(status));
}

/** What the daemon's words alone say, as in the stream of a pull, whose status was 200 long before; `code` where they do not tell one. */
export function readRegistryWords(detail: string, code: ErrorCode): EngineError {
  return readWords(detail, code, allPatterns);
}

function readWords(detail: string, code: ErrorCode, known: readonly Pattern[]): EngineError {
  for (const { pattern, reason, code: better } of known) {
    const match = pattern.exec(detail);
    if (match === null) continue;
    const params = Object.fromEntries(Object.entries(match.groups ?? {}).filter(([, text]) => text !== undefined));
    return new EngineError(better ?? code, detail, { reason, params });
  }
  return new EngineError(code, detail);
}

const unreachableCodes = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ENOTSOCK',
  'ERR_STREAM_PREMATURE_CLOSE',
]);

/** Anything thrown on the way to a daemon, as EngineError; `signal` tells a deadline from a cancel. */
export function toEngineError(error: unknown, signal?: AbortSignal): EngineError {
  if (error instanceof EngineError) return error;
  if (signal?.aborted === true) {
    const timedOut = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
    return timedOut
      ? new EngineError('timeout', 'The engine took too long to answer.', { cause: error })
      : new EngineError('cancelled', 'Cancelled.', { cause: error });
  }
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code === 'EACCES' || code === 'EPERM') {
    return new EngineError('unauthorized', toMessage(error), { reason: 'permission-denied', cause: error });
  }
  if (unreachableCodes.has(code) || code.startsWith('HPE_') || toMessage(error) === 'aborted') {
    return new EngineError('unreachable', toMessage(error), { cause: error });
  }
  return new EngineError('internal', toMessage(error), { cause: error });
}
