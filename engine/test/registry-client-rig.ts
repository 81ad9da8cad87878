import pino from 'pino';
import { EngineError } from '../platform/engine-error.ts';
import type { RegistryCredential } from '../registries/credentials.ts';
import { RegistryClient } from '../registries/registry-client.ts';

export const ada = { username: 'ada', secret: 'p:ässwörd "1"' };
export const accounts = { ada: ada.secret, bob: 'bob' };
export const signal: AbortSignal = new AbortController().signal;

export interface Options {
  readonly credential?: RegistryCredential;
  readonly certificate?: string;
  readonly isInsecure?: boolean;
}

/** A client that has the same sign-in, and the same trust, for every registry. */
export function clientWith({ credential, certificate, isInsecure = false }: Options = {}): RegistryClient {
  return new RegistryClient({
    credentials: { find: async () => credential ?? null },
    trust: { reach: async () => ({ certificate: certificate ?? null, isInsecure }) },
    log: pino({ level: 'silent' }),
  });
}

/** The failure of a call, as the page gets it. */
export async function failureOf(call: Promise<unknown>): Promise<Partial<EngineError>> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof EngineError)) throw new Error(`No EngineError: ${String(error)}`);
  const { code, reason, params, detail } = error;
  return { code, reason, params, detail };
}
