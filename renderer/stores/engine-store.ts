import type { StoreApi } from 'zustand/vanilla';
import type { EngineStatus } from '../../engine/contract/engine.ts';
import type { Connection, ConnectionState } from '../client/connection.ts';
import { followChanges } from '../client/follow-changes.ts';
import { createStore } from './create-store.ts';

export interface EngineState {
  /** Null until the service has told it once; it stays as last told while the page has no connection. */
  readonly status: EngineStatus | null;
  /** Between this page and its service, not between the service and the engine. */
  readonly connection: ConnectionState;
}

export type EngineStore = StoreApi<EngineState>;

/** Nothing known yet. */
export function createEngineStore(): EngineStore {
  return createStore<EngineState>(() => ({ status: null, connection: 'connecting' }));
}

/** Mirrors the connection's state at once, and the engine's status until the signal is aborted. */
export async function followEngine(store: EngineStore, connection: Connection, signal: AbortSignal): Promise<void> {
  store.setState({ connection: connection.state() });
  const leave = connection.subscribe((state) => store.setState({ connection: state }));
  try {
    await followChanges({
      from: { epoch: '', seq: 0 },
      call: (known, callSignal) => connection.client.engine.changes(known, { signal: callSignal }),
      toKnown: ({ epoch, seq }) => ({ epoch, seq }),
      take: ({ status }) => store.setState({ status }),
      ready: connection.whenConnected,
      signal,
    });
  } finally {
    leave();
  }
}
