/** A storage that keeps for as long as the page is open. */
function memoryStorage(): Pick<Storage, 'getItem' | 'setItem'> {
  const kept = new Map<string, string>();
  return { getItem: (key) => kept.get(key) ?? null, setItem: (key, text) => void kept.set(key, text) };
}

/** A storage of the browser; where the browser refuses even to be asked for it, one that keeps while the page is open. */
export function storageOr(open: () => Storage): Pick<Storage, 'getItem' | 'setItem'> {
  try {
    return open();
  } catch {
    return memoryStorage();
  }
}
