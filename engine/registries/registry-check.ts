import type { ErrorReason } from '../contract/errors.ts';
import type { Registry } from '../contract/registries.ts';
import { authenticate } from '../docker/auth.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import { type Credentials, toAuthBody } from './credentials.ts';
import { expiryOf } from './secret-expiry.ts';

export interface CheckOptions {
  readonly connected: () => DockerConnection;
  readonly credentials: Credentials;
  /** Whether a registry answers; throws why not. */
  readonly ping: (address: string, signal: AbortSignal) => Promise<unknown>;
  /** The pulls that are left; null where it does not tell. */
  readonly limitOf: (address: string, signal: AbortSignal) => Promise<Registry['limit']>;
  /** What the limit, which is only told beside the rest, is worth waiting for. */
  readonly limitMs: number;
}

/** What a check found. `mark` is of the secret that was tried: it counts for no other one. */
export interface CheckResult {
  readonly mark: string;
  /** Null where only a problem is known. */
  readonly state: Registry['state'] | null;
  readonly problem: Registry['problem'];
  readonly checkedAtMs: number | null;
  readonly expiresAtMs: number | null;
  readonly limit: Registry['limit'];
}

export function unchecked(mark: string): CheckResult {
  return { mark, state: null, problem: null, checkedAtMs: null, expiresAtMs: null, limit: null };
}

/** Tries what is stored for a registry. Throws where the engine, or nobody at all, could be asked. */
export async function checkRegistry(
  options: CheckOptions,
  address: string,
  mark: string,
  signal: AbortSignal,
): Promise<CheckResult> {
  const found = { ...unchecked(mark), checkedAtMs: Date.now() };
  try {
    const credential = await options.credentials.find(address, signal);
    if (credential === null) {
      await options.ping(address, signal);
      return { ...found, state: 'signed-out', limit: await limitIfAny(options, address, signal) };
    }
    const tried = { ...found, expiresAtMs: expiryOf(credential) };
    try {
      await authenticate(options.connected(), address, toAuthBody(address, credential), signal);
    } catch (error) {
      return { ...tried, ...toFinding(error, signal) };
    }
    return { ...tried, state: 'signed-in', limit: await limitIfAny(options, address, signal) };
  } catch (error) {
    return { ...found, ...toFinding(error, signal) };
  }
}

/** What failures say about a registry; null where it is only known that the stored secret was not to be had. */
const findings = new Map<ErrorReason, Registry['state'] | null>([
  ['sign-in-refused', 'refused'],
  ['access-denied', 'refused'],
  ['registry-unreachable', 'unreachable'],
  ['registry-failed', 'unreachable'],
  ['registry-not-secure', 'unreachable'],
  ['certificate-unknown', 'unreachable'],
  ['rate-limited', 'unreachable'],
  ['config-broken', null],
  ['helper-missing', null],
  ['helper-failed', null],
]);

/** Throws what says nothing about the registry. */
function toFinding(error: unknown, signal: AbortSignal): Pick<CheckResult, 'state' | 'problem'> {
  signal.throwIfAborted();
  if (!(error instanceof EngineError)) throw error;
  // A registry that wants a sign-in does answer.
  if (error.reason === 'sign-in-needed') return { state: 'signed-out', problem: null };
  const state = findings.get(error.reason);
  if (state === undefined) throw error;
  return { state, problem: toProblem(error) };
}

async function limitIfAny(options: CheckOptions, address: string, signal: AbortSignal): Promise<Registry['limit']> {
  try {
    return await options.limitOf(address, AbortSignal.any([signal, AbortSignal.timeout(options.limitMs)]));
  } catch {
    signal.throwIfAborted();
    // The limit is told beside the rest, and many registries have none.
    return null;
  }
}

export function toProblem({ code, reason, params, detail }: EngineError): NonNullable<Registry['problem']> {
  return { code, reason, params: { ...params }, detail };
}

/** Anything thrown, in the shape that the page has words for. */
export function toEngineError(error: unknown): EngineError {
  return error instanceof EngineError ? error : new EngineError('internal', toMessage(error), { cause: error });
}
