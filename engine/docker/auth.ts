import { z } from 'zod';
import type { ErrorReason } from '../contract/errors.ts';
import { EngineError } from '../platform/engine-error.ts';
import { apiPath } from './api-path.ts';
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
    const answer = await requestJson(connection.streams, { method: 'POST', path: apiPath`/auth`, body, signal });
    return { identityToken: check(authAnswer, answer).IdentityToken ?? '' };
  } catch (error) {
    throw error instanceof EngineError ? explainSignInFailure(error, address) : error;
  }
}

/** What the words about a registry mean when it was asked nothing but whether it takes a sign-in; other reasons are its own trouble. */
const reasons = new Map<ErrorReason, ErrorReason>([
  ['sign-in-refused', 'sign-in-refused'],
  ['sign-in-needed', 'sign-in-refused'],
  ['access-denied', 'access-denied'],
  ['rate-limited', 'rate-limited'],
  ['registry-unreachable', 'registry-unreachable'],
  ['registry-not-secure', 'registry-not-secure'],
  ['certificate-unknown', 'certificate-unknown'],
]);

/** All that GitHub says to a wrong token. */
const refusedWords = /denied: denied/;

/** What a registry wants in place of what it was given, by its own words; Docker Hub's and GitLab's are known. */
const hints: readonly (readonly [RegExp, string])[] = [
  [/expired/i, 'expired'],
  [/access token|\bPAT\b|use a token/i, 'access-token'],
  [/two-factor|two factor|\b2fa\b|multi-factor/i, 'two-factor'],
];

function explainSignInFailure(error: EngineError, address: string): EngineError {
  // The engine itself did not answer, or the call was cancelled: that is not about the registry.
  if (['cancelled', 'timeout', 'unreachable', 'internal'].includes(error.code)) return error;
  const reason = refusedWords.test(error.detail) ? 'sign-in-refused' : (reasons.get(error.reason) ?? 'registry-failed');
  const isUnauthorized = reason === 'sign-in-refused' || reason === 'access-denied';
  const hint = isUnauthorized ? hints.find(([pattern]) => pattern.test(error.detail))?.[1] : undefined;
  const code = isUnauthorized ? 'unauthorized' : reason === 'registry-unreachable' ? 'unreachable' : 'rejected';
  return new EngineError(code, error.detail, {
    reason,
    params: { registry: address, ...(hint === undefined ? {} : { hint }) },
    cause: error,
  });
}
