import type { StoreApi } from 'zustand/vanilla';
import { plainEngine } from '../../engine/commands/command.ts';
import type { EngineRow, EngineStatus } from '../../engine/contract/engines.ts';
import type { LineEngine } from '../../engine/contract/journal.ts';
import type { Connection, ConnectionState } from '../client/connection.ts';
import type { CollectionStore } from './collection-store.ts';
import { createStore } from './create-store.ts';
import { sameJson } from './same-json.ts';

export interface EngineState {
  /** Null until the service has told it once; it stays as last told while the page has no connection. */
  readonly status: EngineStatus | null;
  /**
   * For command lines: this engine, and how a shell reaches it. It keeps its identity while neither
   * changes.
   */
  readonly lineEngine: LineEngine;
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
  const store = createStore<EngineState>(() => ({
    status: null,
    lineEngine: plainEngine,
    connection: connection.state(),
  }));
  const take = ({ rows }: { readonly rows: ReadonlyMap<string, EngineRow> }): void => {
    const row = rows.get(engineId);
    const { status, lineEngine } = store.getState();
    const reached = row === undefined ? lineEngine : { id: engineId, shell: row.shell };
    const next = { status: row?.status ?? null, lineEngine: sameJson(lineEngine, reached) ? lineEngine : reached };
    if (next.status !== status || next.lineEngine !== lineEngine) store.setState(next);
  };
  take(engines.getState());
  engines.subscribe(take);
  connection.subscribe((state) => store.setState({ connection: state }));
  return store;
}
