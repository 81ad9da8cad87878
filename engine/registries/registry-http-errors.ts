import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { ErrorCode, ErrorReason } from '../contract/errors.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import { toRetrySeconds } from './rate-limit.ts';

/** Longer words of a registry are cut off. */
const maxDetailLength = 500;

/** OpenSSL's and Node's names for a certificate that is not believed. */
const certificateCodes = new Set([
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'HOSTNAME_MISMATCH',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
]);

/** A failure of this registry, in the shape that the page has words for. */
export function registryError(
  address: string,
  code: ErrorCode,
  reason: ErrorReason,
  detail: string,
  more: { readonly params?: Readonly<Record<string, string>>; readonly cause?: unknown } = {},
): EngineError {
  const { params, cause } = more;
  return new EngineError(code, detail, {
    reason,
    params: { registry: address, ...params },
    cause,
  });
}

/** The same error fit to be shown: a server may say back what it was told, and no secret gets into an error by that; nor a whole page. */
export function presentable(error: EngineError, secrets: readonly string[]): EngineError {
  const clean = secrets.reduce((text, secret) => text.replaceAll(secret, '[secret]'), error.detail);
  if (clean === error.detail && clean.length <= maxDetailLength) return error;
  const { code, reason, params } = error;
  return new EngineError(code, clean.slice(0, maxDetailLength), { reason, params });
}

/** What kept a request from being answered: no such host, nobody there, a certificate that is not believed, no TLS at all, silence. */
export function toConnectionError(address: string, error: unknown, signal: AbortSignal): EngineError {
  if (error instanceof EngineError) return error;
  if (signal.aborted) {
    const isLate = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
    if (!isLate) return new EngineError('cancelled', 'Cancelled.', { cause: error });
  }
  const detail = toMessage(error);
  if (signal.aborted || (error instanceof Error && error.name === 'TimeoutError'))
    return registryError(address, 'timeout', 'registry-unreachable', detail, { cause: error });
  const code = codeOf(error);
  if (certificateCodes.has(code))
    return registryError(address, 'unreachable', 'certificate-unknown', detail, { cause: error });
  if (isNotTls(error)) return registryError(address, 'unreachable', 'registry-not-secure', detail, { cause: error });
  return registryError(address, 'unreachable', 'registry-unreachable', detail, { cause: error });
}

/** Whether the server answered, but not in TLS: OpenSSL and BoringSSL read the beginning of `HTTP/1.1 400` as a record of an unknown version. */
function isNotTls(error: unknown): boolean {
  return (
    codeOf(error) === 'ERR_SSL_WRONG_VERSION_NUMBER' ||
    /wrong[ _]version[ _]number|packet[ _]length[ _]too[ _]long|http[ _]request/i.test(toMessage(error))
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}

const errorBody = z.object({
  errors: z.array(z.object({ code: z.string().optional(), message: z.string().nullish() })).max(1000),
});

/** The first error of a body by the OCI distribution specification ('Error Codes'); its text is the status where there is none. */
export function firstErrorOf(status: number, body: Buffer): { readonly code: string; readonly text: string } {
  const none = { code: '', text: `HTTP status ${status}` };
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    // A proxy's page in HTML, say: the status tells more than that.
    return none;
  }
  const first = errorBody.safeParse(parsed).data?.errors[0];
  if (first === undefined) return none;
  const { code = '', message } = first;
  const words = [code, message ?? ''].filter((text) => text !== '').join(': ');
  return { code, text: words === '' ? none.text : `${words} (HTTP status ${status})` };
}

interface Refusal {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** An answer of 400 and above as error. `isSignedIn`: a user name and secret, or a token for them, went along. */
export function toRefusal(address: string, answer: Refusal, isSignedIn: boolean): EngineError {
  const { status } = answer;
  const { code, text } = firstErrorOf(status, answer.body);
  if (status === 429 || code === 'TOOMANYREQUESTS') {
    const seconds = toRetrySeconds(answer.headers, Date.now());
    const params = seconds === null ? {} : { seconds: String(seconds) };
    return registryError(address, 'rejected', 'rate-limited', text, { params });
  }
  // Amazon says so with 403: whoever is signed in has only to do it again.
  if ((status === 401 || status === 403) && isSignedIn && /token (?:has |is )?expired|expired token/i.test(text))
    return registryError(address, 'unauthorized', 'sign-in-refused', text, { params: { hint: 'expired' } });
  if (status === 401)
    return registryError(address, 'unauthorized', isSignedIn ? 'access-denied' : 'sign-in-needed', text);
  if (status === 403) return registryError(address, 'unauthorized', 'access-denied', text);
  if (status === 404 && (code === 'NAME_UNKNOWN' || code === 'NAME_INVALID'))
    return registryError(address, 'not-found', 'repository-missing', text);
  if (status === 404 && code === 'MANIFEST_UNKNOWN') return registryError(address, 'not-found', 'tag-missing', text);
  if (status === 404) return registryError(address, 'not-found', 'none', text);
  return registryError(address, 'rejected', 'registry-failed', text);
}
