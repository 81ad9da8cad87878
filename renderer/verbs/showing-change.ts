import type { Stores } from '../stores/stores.ts';

/** The engine's events reach the page in tens of milliseconds; longer than this the row may not change at all. */
const longestWaitMs = 600;

/**
 * Notes how the rows look now. The answer waits, for one of them, until the list shows something else, so that a row
 * does not fall back to its old state between the end of a call and the event that follows it.
 */
export function showingChange({ nouns }: Pick<Stores, 'nouns'>, ids: readonly string[]) {
  const before = new Map(ids.map((id) => [id, nouns.find(id)]));
  return (id: string): Promise<void> => {
    const hasChanged = () => nouns.find(id) !== before.get(id);
    if (hasChanged()) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        leave();
        resolve();
      };
      const leave = nouns.subscribe(() => {
        if (hasChanged()) end();
      });
      const timer = setTimeout(end, longestWaitMs);
    });
  };
}
