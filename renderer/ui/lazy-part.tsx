import { type ComponentType, createElement, lazy, type ReactNode, useState } from 'react';
import { loadPart } from './load-part.ts';

/** A part of the page that is fetched when it is needed, or before. */
export interface LazyPart<Props> {
  readonly Part: (props: Props) => ReactNode;
  /** Fetches it now; rejects when it cannot be had. */
  readonly load: () => Promise<void>;
}

/**
 * Like React's `lazy`, but a part that was fetched before is drawn at once: `lazy` shows its fallback the first time all the same, and
 * React 19 then keeps what comes after a fallback back for 300 ms.
 */
export function lazyPart<Props extends object>(fetchPart: () => Promise<ComponentType<Props>>): LazyPart<Props> {
  let fetched: ComponentType<Props> | null = null;
  const load = async () => {
    fetched ??= await loadPart(fetchPart);
    return fetched;
  };
  const Lazy = lazy(async () => ({ default: await load() }));
  return {
    // One that is being shown stays what it is: another component in its place would lose its state.
    Part: (props) => createElement(useState(() => fetched ?? Lazy)[0] as ComponentType<Props>, props),
    load: async () => {
      await load();
    },
  };
}
