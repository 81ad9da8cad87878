import { createStore as createZustandStore, type StateCreator, type StoreApi } from 'zustand/vanilla';
import { notify } from '../client/notify.ts';

/** A store whose listeners cannot fail its changes: zustand (5.0) lets the first that throws end `setState` and skip the others. */
export function createStore<State>(create: StateCreator<State>): StoreApi<State> {
  const store = createZustandStore(create);
  return { ...store, subscribe: (listener) => store.subscribe((...states) => notify([listener], ...states)) };
}
