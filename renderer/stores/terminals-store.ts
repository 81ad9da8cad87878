import type { StoreApi } from 'zustand/vanilla';
import type { Terminal } from '../../engine/contract/terminals.ts';
import type { Connection } from '../client/connection.ts';
import { followChanges } from '../client/follow-changes.ts';
import { createStore } from './create-store.ts';
import { type Desk, emptyDesk } from './desk-layout.ts';

export interface TerminalsState {
  readonly epoch: string;
  readonly seq: number;
  /** Nothing is known yet. */
  readonly isLoading: boolean;
  /** Every open one, oldest first. */
  readonly terminals: readonly Terminal[];
  /** They ended with a service that was started again; this page still has their screens. */
  readonly gone: readonly Terminal[];
  /** The last one that was opened here. */
  readonly addedId: string | null;
  /** By `containerDesk`, or `allTerminals`. */
  readonly desks: Readonly<Record<string, Desk>>;
}

/** The desk of one container's terminals. */
export function containerDesk(engineId: string, containerId: string): string {
  return `${engineId}/containers/${containerId}`;
}

/** The desk of the page with all terminals. */
export const allTerminals = 'all';

export interface TerminalsStore extends StoreApi<TerminalsState> {
  /** Changes how the terminals of a container, or all of them, lie on their screen. */
  readonly arrange: (desk: string, change: (desk: Desk) => Desk) => void;
  /** Takes one in, whether or not the list has told of it by now: who opened it wants to see it at once, and to type into it. */
  readonly add: (terminal: Terminal) => void;
  /** Takes the remains of one away whose service is gone. */
  readonly forget: (id: string) => void;
}

/** Nothing known yet. */
export function createTerminalsStore(): TerminalsStore {
  const store = createStore<TerminalsState>(() => ({
    epoch: '',
    seq: 0,
    isLoading: true,
    terminals: [],
    gone: [],
    addedId: null,
    desks: {},
  }));
  return {
    ...store,
    arrange(desk, change) {
      const { desks } = store.getState();
      store.setState({ desks: { ...desks, [desk]: change(desks[desk] ?? emptyDesk) } });
    },
    add(terminal) {
      const { terminals } = store.getState();
      const isKnown = terminals.some(({ id }) => id === terminal.id);
      store.setState({ terminals: isKnown ? terminals : [...terminals, terminal], addedId: terminal.id });
    },
    forget(id) {
      store.setState({ gone: store.getState().gone.filter((terminal) => terminal.id !== id) });
    },
  };
}

interface Answer {
  readonly epoch: string;
  readonly seq: number;
  readonly terminals: readonly Terminal[];
}

/** The state after an answer: terminals of another epoch that are not in it went with their service. */
export function applyTerminals(state: TerminalsState, { epoch, seq, terminals }: Answer): TerminalsState {
  const isOtherService = state.epoch !== '' && state.epoch !== epoch;
  const lost = isOtherService ? state.terminals.filter(({ id }) => !terminals.some((other) => other.id === id)) : [];
  return { ...state, epoch, seq, isLoading: false, terminals, gone: [...state.gone, ...lost] };
}

/** Keeps the list up to date until the signal is aborted. */
export async function followTerminals(
  store: TerminalsStore,
  connection: Pick<Connection, 'client' | 'whenConnected'>,
  signal: AbortSignal,
): Promise<void> {
  await followChanges({
    from: { epoch: '', seq: 0 },
    call: (known, callSignal) => connection.client.terminals.changes(known, { signal: callSignal }),
    toKnown: ({ epoch, seq }) => ({ epoch, seq }),
    take: (answer) => store.setState(applyTerminals(store.getState(), answer)),
    ready: connection.whenConnected,
    signal,
  });
}
