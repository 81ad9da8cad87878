import type { StoreApi } from 'zustand/vanilla';
import { plainEngine } from '../../engine/commands/command.ts';
import type { EngineStatus } from '../../engine/contract/engine.ts';
import type { LineEngine } from '../../engine/contract/journal.ts';
import type { Connection, ConnectionState } from '../client/connection.ts';
import { followChanges } from '../client/follow-changes.ts';
import { createStore } from './create-store.ts';
import { sameJson } from './same-json.ts';

export interface EngineState {
  /** Null until the service has told it once; it stays as last told while the page has no connection. */
  readonly status: EngineStatus | null;
  /**
   * For command lines: that engine, and how a shell reaches it. It keeps its identity while neither
   * changes.
   */
  readonly lineEngine: LineEngine;
  /** Between this page and its service, not between the service and the engine. */
  readonly connection: ConnectionState;
}

export type EngineStore = StoreApi<EngineState>;

/** Nothing known yet. */
export function createEngineStore(): EngineStore {
  return createStore<EngineState>(() => ({ status: null, lineEngine: plainEngine, connection: 'connecting' }));
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
      take: ({ status }) => {
        const told: LineEngine = { id: status.connection.id, shell: status.shell };
        const { lineEngine } = store.getState();
        store.setState({ status, lineEngine: sameJson(lineEngine, told) ? lineEngine : told });
      },
      ready: connection.whenConnected,
      signal,
    });
  } finally {
    leave();
  }
}
