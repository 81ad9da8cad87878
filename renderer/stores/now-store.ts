import type { StoreApi } from 'zustand/vanilla';
import { createStore } from './create-store.ts';

export interface NowState {
  /** Milliseconds since 1970, at most a minute old while the page is seen. */
  readonly nowMs: number;
}

export type NowStore = StoreApi<NowState>;

interface Visibility extends Pick<Document, 'addEventListener' | 'removeEventListener'> {
  readonly visibilityState: DocumentVisibilityState;
}

const minuteMs = 60_000;

/** The clock of all relative times ('4 min ago'). */
export function createNowStore(nowMs: () => number): NowStore {
  return createStore<NowState>(() => ({ nowMs: nowMs() }));
}

/** Ticks once at the start of each minute while the page is visible: an idle page must cost nothing. Ends with the signal. */
export function keepTime(store: NowStore, nowMs: () => number, page: Visibility, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tick = () => {
    clearTimeout(timer);
    if (signal.aborted || page.visibilityState !== 'visible') return;
    store.setState({ nowMs: nowMs() });
    timer = setTimeout(tick, minuteMs - (nowMs() % minuteMs));
  };
  page.addEventListener('visibilitychange', tick, { signal });
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  tick();
}
