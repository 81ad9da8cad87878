import { watch } from 'node:fs';

/** A folder without events (some network file systems) is checked this often. */
const lookAgainMs = 1000;

/**
 * Resolves when a file of the folder changes, when `isChanged` returns true, on abort, and at the
 * latest after a second.
 */
export async function awaitChange(folder: string, isChanged: () => boolean, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      watcher?.close();
      resolve();
    };
    const timer = setTimeout(end, lookAgainMs);
    signal.addEventListener('abort', end, { once: true });
    let watcher: ReturnType<typeof watch> | undefined;
    try {
      watcher = watch(folder, end);
      watcher.on('error', end);
    } catch {
      // The folder is gone, or the system has no watches left (inotify(7), max_user_watches): the
      // timer resolves.
    }
    // Changes before the watch began trigger no event.
    if (isChanged()) end();
  });
}
