import type { Stores } from '../stores/stores.ts';

/** The engine's events reach the page in tens of milliseconds; longer than this the row may not change at all. */
const longestWaitMs = 600;

/**
 * Notes how the rows look now. The answer waits, for one of them, until the list shows something else, so that a row
 * does not fall back to its old state between the end of a call and the event that follows it.
 */
export function showingChange(stores: Pick<Stores, 'containers' | 'images' | 'registries'>, ids: readonly string[]) {
  const rowOf = (id: string) =>
    stores.containers.getState().rows.get(id) ??
    stores.images.getState().rows.get(id) ??
    stores.registries.getState().rows.get(id);
  const before = new Map(ids.map((id) => [id, rowOf(id)]));
  return (id: string): Promise<void> => {
    const hasChanged = () => rowOf(id) !== before.get(id);
    if (hasChanged()) return Promise.resolve();
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        leaveContainers();
        leaveImages();
        leaveRegistries();
        resolve();
      };
      const look = () => {
        if (hasChanged()) end();
      };
      const leaveContainers = stores.containers.subscribe(look);
      const leaveImages = stores.images.subscribe(look);
      const leaveRegistries = stores.registries.subscribe(look);
      const timer = setTimeout(end, longestWaitMs);
    });
  };
}
