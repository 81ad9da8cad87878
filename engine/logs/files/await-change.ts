import { watch } from 'node:fs';

/** A folder that gives no events (some network file systems) is looked at this often. */
const lookAgainMs = 1000;

/** Resolves when something in a folder has changed, or when `isChanged` says so already; at the latest after a second. */
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
      // The folder is gone, or the system has no watches left (inotify(7), max_user_watches): the clock does.
    }
    // What happened before the watch began gives no event.
    if (isChanged()) end();
  });
}
