import { vi } from 'vitest';
import type { Connection } from '../../client/connection.ts';
import type { EngineClient } from '../../client/engine-client.ts';
import { createI18n } from '../../i18n/create-i18n.ts';
import { createEngineStores, createPageStores } from '../../stores/stores.ts';
import { createVerbRunner } from '../run-verb.ts';

/** The calls that a test answers; any other call is a fault of the test. */
export type Calls = Readonly<Record<string, (input: never, options: { signal: AbortSignal }) => Promise<unknown>>>;

/** A page without a window: stores and a verb runner over calls that the test answers, such as `containers.stop`. */
export function openPage(calls: Calls) {
  const client = new Proxy({} as EngineClient, {
    get: (_client, noun: string) =>
      new Proxy(
        {},
        {
          get: (_noun, verb: string) =>
            calls[`${noun}.${verb}`] ?? (() => Promise.reject(new Error(`Nobody answers ${noun}.${verb}.`))),
        },
      ),
  });
  const connection: Connection = {
    client,
    on: () => client,
    state: () => 'connected',
    subscribe: () => () => {},
    whenConnected: () => Promise.resolve(),
    tryNow: () => {},
    [Symbol.dispose]: () => {},
  };
  const { t } = createI18n('en');
  const storage = { getItem: () => null, setItem: () => {} };
  const stores = createEngineStores(createPageStores({ connection, storage, nowMs: Date.now }), 'bundled');
  const navigate = vi.fn<(place: string) => void>();
  const openExternal = vi.fn<(url: string) => void>();
  const verbs = createVerbRunner({ stores, t, navigate, openExternal, nowMs: Date.now });
  return { stores, verbs, navigate, openExternal, t };
}
