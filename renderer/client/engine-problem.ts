import { ORPCError } from '@orpc/client';
import type { ErrorCode, ErrorData, ErrorReason } from '../../engine/contract/errors.ts';

/** A failed call as the page keeps it: the contract's code with what the service knows about it. */
export interface EngineProblem extends ErrorData {
  readonly code: ErrorCode;
}

/** Spelled out so that the compiler tells when the contract gains a code, without its schemas coming to the page. */
const knownCodes: Record<ErrorCode, true> = {
  unreachable: true,
  unauthorized: true,
  'not-found': true,
  conflict: true,
  invalid: true,
  unsupported: true,
  cancelled: true,
  timeout: true,
  rejected: true,
  internal: true,
};

const knownReasons: Record<ErrorReason, true> = {
  none: true,
  'port-taken': true,
  'port-forbidden': true,
  'name-taken': true,
  'name-invalid': true,
  'image-missing': true,
  'image-in-use': true,
  'image-many-tags': true,
  'image-has-children': true,
  'container-running': true,
  'container-missing': true,
  'removal-in-progress': true,
  'disk-full': true,
  'program-missing': true,
  'program-not-runnable': true,
  'exec-format': true,
  'permission-denied': true,
  'engine-starting': true,
  'engine-unavailable': true,
  'api-too-old': true,
  pattern: true,
  'reference-invalid': true,
  'sign-in-needed': true,
  'sign-in-refused': true,
  'access-denied': true,
  'repository-missing': true,
  'tag-missing': true,
  'platform-missing': true,
  'rate-limited': true,
  'registry-unreachable': true,
  'registry-failed': true,
  'registry-not-secure': true,
  'certificate-unknown': true,
  'archive-invalid': true,
  'file-exists': true,
  'file-not-writable': true,
  'list-changed': true,
  'config-broken': true,
  'helper-missing': true,
  'helper-failed': true,
  'secret-unprotected': true,
  'download-failed': true,
  'system-unsupported': true,
  'too-many-calls': true,
};

/** The error that a call gets while the page has no connection to its service. */
export function unreachableError(detail: string): ORPCError<'unreachable', ErrorData> {
  return new ORPCError('unreachable', {
    defined: true,
    message: 'The page has no connection to the engine service.',
    data: { reason: 'none', params: {}, detail, callId: '' },
  });
}

/** Whatever a call threw, as a problem; what is not ours becomes `internal` with its own words as detail. */
export function toEngineProblem(error: unknown): EngineProblem {
  if (isAbort(error)) return { code: 'cancelled', reason: 'none', params: {}, detail: '', callId: '' };
  if (!(error instanceof ORPCError)) {
    return { code: 'internal', reason: 'none', params: {}, detail: toText(error), callId: '' };
  }
  const data: unknown = error.data;
  const code: string = error.code;
  const reason = field(data, 'reason');
  return {
    code: isKnown(knownCodes, code) ? code : 'internal',
    reason: isKnown(knownReasons, reason) ? reason : 'none',
    params: textParams(data),
    detail: field(data, 'detail') || error.message,
    callId: field(data, 'callId'),
  };
}

/** True for what an aborted signal throws. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}

function isKnown<K extends string>(known: Record<K, true>, text: string): text is K {
  return Object.hasOwn(known, text);
}

function field(data: unknown, name: string): string {
  if (typeof data !== 'object' || data === null) return '';
  const found = (data as Record<string, unknown>)[name];
  return typeof found === 'string' ? found : '';
}

function textParams(data: unknown): Record<string, string> {
  if (typeof data !== 'object' || data === null) return {};
  const params = (data as Record<string, unknown>)['params'];
  if (typeof params !== 'object' || params === null) return {};
  return Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

function toText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
