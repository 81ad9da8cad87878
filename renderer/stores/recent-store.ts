import type { StoreApi } from 'zustand/vanilla';
import { createStore } from './create-store.ts';

/** Objects that the person opened or acted on in this session; the palette lists them first. */
export interface RecentState {
  /** Ids, newest first. */
  readonly ids: readonly string[];
}

export interface RecentStore extends StoreApi<RecentState> {
  readonly note: (ids: readonly string[]) => void;
}

const length = 12;

/** Nothing yet. */
export function createRecentStore(): RecentStore {
  const store = createStore<RecentState>(() => ({ ids: [] }));
  return {
    ...store,
    note(ids) {
      const newest = ids.slice(0, length);
      store.setState({
        ids: [...newest, ...store.getState().ids.filter((id) => !newest.includes(id))].slice(0, length),
      });
    },
  };
}
