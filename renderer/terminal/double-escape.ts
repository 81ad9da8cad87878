/** As long as a double click, and longer than a person waits before Escape is meant for the program again. */
const withinMs = 600;

/**
 * Tells the second Escape of two. The first one is the program's; with anything between them they are two single ones.
 * `nowMs` is a clock in milliseconds.
 */
export function createDoubleEscape(nowMs: () => number): (key: string) => boolean {
  let lastAtMs = -Infinity;
  return (key) => {
    if (key !== 'Escape') {
      lastAtMs = -Infinity;
      return false;
    }
    const atMs = nowMs();
    const isSecond = atMs - lastAtMs <= withinMs;
    lastAtMs = isSecond ? -Infinity : atMs;
    return isSecond;
  };
}
