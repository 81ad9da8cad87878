/** Some 2 s in all: longer than a network change takes, and short enough to wait for. */
const delaysMs = [100, 400, 1500] as const;

/**
 * Fetches a part of the page, again if need be. Browsers give up what they are fetching whenever the computer's network
 * changes, and Docker changes it with every container that starts or stops.
 */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  for (const delayMs of delaysMs) {
    try {
      return await load();
    } catch {
      // Tried again below; the last attempt tells its error.
      await new Promise((resolve) => {
        setTimeout(resolve, delayMs);
      });
    }
  }
  return await load();
}
