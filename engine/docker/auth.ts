import { z } from 'zod';
import type { ErrorCode, ErrorReason } from '../contract/errors.ts';
import { EngineError } from '../platform/engine-error.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { requestJson } from './request.ts';

const authAnswer = z.object({ Status: z.string().optional(), IdentityToken: z.string().optional() });

/**
 * Has the engine try a credential at a registry (`POST /auth`), as `docker login` does. Answers the identity token that the registry gives
 * in exchange, '' for none. Throws `sign-in-refused`, `access-denied`, `rate-limited`, `registry-unreachable`, `certificate-unknown`,
 * `registry-not-secure` or `registry-failed`, with the registry's address in `params.registry`.
 */
export async function authenticate(
  connection: DockerConnection,
  address: string,
  body: Readonly<Record<string, string>>,
  signal: AbortSignal,
): Promise<{ readonly identityToken: string }> {
  try {
    const answer = await requestJson(connection.docker, { method: 'POST', path: '/auth', body, signal });
    return { identityToken: check(authAnswer, answer).IdentityToken ?? '' };
  } catch (error) {
    throw error instanceof EngineError ? explainSignInFailure(error, address) : error;
  }
}

interface Words {
  readonly pattern: RegExp;
  readonly code: ErrorCode;
  readonly reason: ErrorReason;
}

/**
 * What dockerd passes on from a registry, or says about reaching it: texts of moby 20.10 to 28 (`registry/auth.go`, `registry/service.go`), of Go's
 * net/http and crypto/tls, and of the codes of the distribution specification. The first that fits counts.
 */
const words: readonly Words[] = [
  {
    pattern: /server gave HTTP response to HTTPS client|first record does not look like a TLS handshake/,
    code: 'rejected',
    reason: 'registry-not-secure',
  },
  {
    pattern: /x509:|tls: (?:failed to verify|bad certificate|unknown certificate)/,
    code: 'rejected',
    reason: 'certificate-unknown',
  },
  {
    pattern: /toomanyrequests|too many (?:requests|failed login)|rate limit|status:? 429/i,
    code: 'rejected',
    reason: 'rate-limited',
  },
  {
    pattern:
      /dial tcp|no such host|connection (?:refused|reset)|i\/o timeout|Client\.Timeout|deadline exceeded|network is unreachable|no route to host|TLS handshake timeout|proxyconnect|EOF$|server misbehaving/,
    code: 'unreachable',
    reason: 'registry-unreachable',
  },
  // GitHub says no more than this for a wrong token.
  { pattern: /denied: denied/, code: 'unauthorized', reason: 'sign-in-refused' },
  { pattern: /status:? 403|\bdenied\b|forbidden/i, code: 'unauthorized', reason: 'access-denied' },
  {
    pattern: /unauthorized|status:? 401|incorrect username or password|authentication required|invalid_grant/i,
    code: 'unauthorized',
    reason: 'sign-in-refused',
  },
  {
    pattern: /status:? \d{3}|unsupported|HTTP response|invalid character/i,
    code: 'rejected',
    reason: 'registry-failed',
  },
];

/** What a registry wants in place of what it was given, by its own words; Docker Hub's and GitLab's are known. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/expired/i, 'expired'],
  [/access token|\bPAT\b|use a token/i, 'access-token'],
  [/two-factor|two factor|\b2fa\b|multi-factor/i, 'two-factor'],
];

function explainSignInFailure(error: EngineError, address: string): EngineError {
  const found = words.find(({ pattern }) => pattern.test(error.detail));
  // The engine itself did not answer, or the call was cancelled: that is not about the registry.
  if (found === undefined || ['cancelled', 'timeout', 'unreachable'].includes(error.code)) return error;
  const hint = hints.find(([pattern]) => pattern.test(error.detail))?.[1];
  return new EngineError(found.code, error.detail, {
    reason: found.reason,
    params: { registry: address, ...(hint === undefined ? {} : { hint }) },
    cause: error,
  });
}
