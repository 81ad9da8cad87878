import { createORPCClient, type ClientLink, ORPCError } from '@orpc/client';
import { Deferred } from './deferred.ts';
import type { EngineClient, ServiceClient } from './engine-client.ts';
import { unreachableError } from './engine-problem.ts';
import { notify } from './notify.ts';
import { orAborted, pause } from './or-aborted.ts';
import { longestRetryDelayMs, retryDelayMs } from './retry-delay.ts';
import type { CallContext, OpenTransport, Transport } from './transport.ts';

/**
 * `connecting`: the first attempt · `connected` · `lost`: it was or could not be reached, and is tried again by itself ·
 * `refused`: the service does not know this page's token; only a new address helps.
 */
export type ConnectionState = 'connecting' | 'connected' | 'lost' | 'refused';

/** The page's tie to its engine service. Close it to end the connection and every call on it. */
export interface Connection extends Disposable {
  /** Stays the same for ever; each call goes over the transport of the moment. */
  readonly client: ServiceClient;
  /** Returns a client whose calls are for this engine. */
  readonly on: (engine: string) => EngineClient;
  readonly state: () => ConnectionState;
  /** Answers the function that ends the subscription. */
  readonly subscribe: (listener: (state: ConnectionState) => void) => () => void;
  /** Resolves when the connection is up, at once if it is; rejects when the signal is aborted. */
  readonly whenConnected: (signal: AbortSignal) => Promise<void>;
  /** Ends the wait before the next attempt, and tries again after a refusal. */
  readonly tryNow: () => void;
}

/** Connects, and connects again for ever, with a growing wait between attempts. */
export function connect(open: OpenTransport): Connection {
  const life = new AbortController();
  const listeners = new Set<(state: ConnectionState) => void>();
  let state: ConnectionState = 'connecting';
  let transport: OpenTransportWithCalls | null = null;
  let hurry = new AbortController();

  const setState = (next: ConnectionState) => {
    if (next === state) return;
    state = next;
    notify(listeners, next);
  };
  const subscribe = (listener: (state: ConnectionState) => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const until = (settled: (state: ConnectionState) => boolean, signal: AbortSignal): Promise<void> => {
    if (settled(state)) return Promise.resolve();
    const reached = new Deferred<void>();
    const leave = subscribe((next) => {
      if (settled(next)) reached.resolve();
    });
    return orAborted(reached.promise, signal).finally(leave);
  };

  const link: ClientLink<CallContext> = {
    async call(path, input, options) {
      // Only the very first calls wait: what a person asks for while the service is away should fail at once.
      if (state === 'connecting') await until((next) => next !== 'connecting', options.signal ?? life.signal);
      if (transport === null) throw unreachableError('');
      return await callOver(transport, path, input, options);
    },
  };

  const wait = async (delayMs: number) => {
    hurry = new AbortController();
    if (life.signal.aborted) return;
    // Hurrying is not a failure: it ends the wait.
    await (delayMs === Infinity ? until(() => false, hurry.signal) : pause(delayMs, hurry.signal)).catch(() => {});
  };

  const keepConnected = async () => {
    let failures = 0;
    while (!life.signal.aborted) {
      // A failed attempt is an expected outcome here: its consequence is the state `lost`, and the next attempt.
      const opened = await open(life.signal).catch(() => null);
      if (life.signal.aborted) {
        if (opened !== null && opened !== 'refused') opened.close();
        return;
      }
      if (opened !== null && opened !== 'refused') {
        const current = { transport: opened, failures: new Set<(error: Error) => void>() };
        transport = current;
        const openedAtMs = performance.now();
        setState('connected');
        await orAborted(opened.ended, life.signal).catch(() => undefined);
        transport = null;
        opened.close();
        for (const fail of current.failures) fail(unreachableError(''));
        if (life.signal.aborted) return;
        setState('lost');
        // Its service was well until now, and is often back already (a restart, a computer that slept). One that ends
        // every connection at once is waited for like one that cannot be reached.
        if (performance.now() - openedAtMs > longestRetryDelayMs) {
          failures = 0;
          continue;
        }
      } else {
        setState(opened ?? 'lost');
      }
      failures += 1;
      await wait(state === 'refused' ? Infinity : retryDelayMs(failures));
    }
  };
  void keepConnected();

  return {
    client: createORPCClient<EngineClient>(link),
    on: (engine) =>
      createORPCClient<EngineClient>({
        call: (path, input, options) => link.call(path, input, { ...options, context: { engine } }),
      }),
    state: () => state,
    subscribe,
    whenConnected: (signal) => until((next) => next === 'connected', signal),
    tryNow: () => hurry.abort(),
    [Symbol.dispose]() {
      life.abort();
      hurry.abort();
    },
  };
}

interface OpenTransportWithCalls {
  readonly transport: Transport;
  /** One per call under way. A set, because racing each call against one long-lived promise would keep every call's memory. */
  readonly failures: Set<(error: Error) => void>;
}

async function callOver(
  { transport, failures }: OpenTransportWithCalls,
  ...[path, input, options]: Parameters<ClientLink<CallContext>['call']>
): Promise<unknown> {
  const ended = new Deferred<never>();
  failures.add(ended.reject);
  try {
    return await Promise.race([transport.link.call(path, input, options), ended.promise]);
  } catch (error) {
    // A dying transport may tell its calls before it tells us: whatever is not the service's own answer, nor the
    // caller's wish, means that the service cannot be reached.
    if (error instanceof ORPCError || options.signal?.aborted === true) throw error;
    throw unreachableError(error instanceof Error ? error.message : '');
  } finally {
    failures.delete(ended.reject);
  }
}

/** Tries again at once when the person comes back to the page, or the computer to its network. */
export function hurryOnReturn(connection: Connection, document: Document, window: Window, signal: AbortSignal): void {
  document.addEventListener(
    'visibilitychange',
    () => {
      if (document.visibilityState === 'visible') connection.tryNow();
    },
    { signal },
  );
  window.addEventListener('online', connection.tryNow, { signal });
}
