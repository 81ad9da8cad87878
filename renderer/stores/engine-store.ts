import type { StoreApi } from 'zustand/vanilla';
import type { EngineRow, EngineStatus } from '../../engine/contract/engines.ts';
import type { Connection, ConnectionState } from '../client/connection.ts';
import type { CollectionStore } from './collection-store.ts';
import { createStore } from './create-store.ts';

export interface EngineState {
  /** Null until the service has told it once; it stays as last told while the page has no connection. */
  readonly status: EngineStatus | null;
  /** Between this page and its service, not between the service and the engine. */
  readonly connection: ConnectionState;
}

export type EngineStore = StoreApi<EngineState>;

/** One engine's status and the connection's state, as long as the page lives. */
export function createEngineStore(
  engineId: string,
  connection: Pick<Connection, 'state' | 'subscribe'>,
  engines: CollectionStore<EngineRow>,
): EngineStore {
  const statusIn = (rows: ReadonlyMap<string, EngineRow>) => rows.get(engineId)?.status ?? null;
  const store = createStore<EngineState>(() => ({
    status: statusIn(engines.getState().rows),
    connection: connection.state(),
  }));
  connection.subscribe((state) => store.setState({ connection: state }));
  engines.subscribe(({ rows }) => {
    const status = statusIn(rows);
    if (status !== store.getState().status) store.setState({ status });
  });
  return store;
}
