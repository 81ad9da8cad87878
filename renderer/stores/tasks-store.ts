import type { StoreApi } from 'zustand/vanilla';
import { createStore } from './create-store.ts';

/** A verb under way on one object. Rows show it over what the engine says; mirrored rows are never edited. */
export interface PendingTask {
  readonly verbId: string;
  readonly startedAtMs: number;
}

export interface TasksState {
  /** By the id of the object. An object has at most one verb under way that a row shows: the newest. */
  readonly pending: ReadonlyMap<string, PendingTask>;
}

export interface TasksStore extends StoreApi<TasksState> {
  readonly begin: (targetIds: readonly string[], task: PendingTask) => void;
  /** Ends what `task` began; a newer verb on the same object stays. */
  readonly end: (targetIds: readonly string[], task: PendingTask) => void;
}

/** What is under way on an object, if anything. */
export function pendingOf(state: TasksState, targetId: string): PendingTask | undefined {
  return state.pending.get(targetId);
}

/** Nothing under way. */
export function createTasksStore(): TasksStore {
  const store = createStore<TasksState>(() => ({ pending: new Map() }));
  return {
    ...store,
    begin(targetIds, task) {
      const pending = new Map(store.getState().pending);
      for (const id of targetIds) pending.set(id, task);
      store.setState({ pending });
    },
    end(targetIds, task) {
      const pending = new Map(store.getState().pending);
      for (const id of targetIds) if (pending.get(id) === task) pending.delete(id);
      if (pending.size !== store.getState().pending.size) store.setState({ pending });
    },
  };
}
