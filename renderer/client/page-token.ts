const storageKey = 'berth.token';

interface TokenPlaces {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState'>;
  readonly storage: Pick<Storage, 'getItem' | 'setItem'>;
}

/**
 * Moves the token out of the address (`#token=…`) into the tab's own storage and shows the first screen's address
 * instead, so that the token stays out of the history and of anything copied from the address bar. True if there was one.
 */
export function takeToken({ location, history, storage }: TokenPlaces): boolean {
  const token = /^#token=([\w-]{16,256})$/.exec(location.hash)?.[1];
  if (token === undefined) return false;
  storage.setItem(storageKey, token);
  history.replaceState(null, '', `${location.pathname}${location.search}#/containers`);
  return true;
}

/** The token of this tab, if it ever had one. */
export function readToken(storage: Pick<Storage, 'getItem'>): string | null {
  return storage.getItem(storageKey);
}
