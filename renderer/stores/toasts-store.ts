import type { StoreApi } from 'zustand/vanilla';
import { createStore } from './create-store.ts';

/** What is told in a corner because it may have been missed. Errors stay until they are dismissed. */
export interface ToastContent {
  readonly tone: 'ok' | 'bad';
  readonly title: string;
  /** The second sentence: why, or what it means. */
  readonly text?: string;
  /** Behind 'Details': the engine's own words. */
  readonly details?: string;
  readonly action?: { readonly label: string; readonly onAction: () => void };
}

export interface Toast extends ToastContent {
  readonly id: string;
}

export interface ToastsState {
  /** Oldest first. */
  readonly toasts: readonly Toast[];
}

export interface ToastsStore extends StoreApi<ToastsState> {
  /** Answers the toast's id. */
  readonly show: (toast: ToastContent) => string;
  readonly dismiss: (id: string) => void;
}

/** More than three are a wall: the oldest make room. */
const mostAtOnce = 3;

/** Without toasts. */
export function createToastsStore(): ToastsStore {
  const store = createStore<ToastsState>(() => ({ toasts: [] }));
  let count = 0;
  return {
    ...store,
    show(toast) {
      count += 1;
      const id = `toast-${count}`;
      store.setState({ toasts: [...store.getState().toasts, { ...toast, id }].slice(-mostAtOnce) });
      return id;
    },
    dismiss(id) {
      store.setState({ toasts: store.getState().toasts.filter((toast) => toast.id !== id) });
    },
  };
}
