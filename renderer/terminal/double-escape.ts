/** As long as a double click, and longer than a person waits before Escape is meant for the program again. */
const withinMs = 600;

/**
 * Tells the second Escape of two. The first one is the program's; with anything between them they are two single ones.
 * The times are those of the keys, in milliseconds, and not of their handling: a page that is busy must not part them.
 */
export function createDoubleEscape(): (key: string, atMs: number) => boolean {
  let lastAtMs = -Infinity;
  return (key, atMs) => {
    if (key !== 'Escape') {
      lastAtMs = -Infinity;
      return false;
    }
    const isSecond = atMs - lastAtMs <= withinMs;
    lastAtMs = isSecond ? -Infinity : atMs;
    return isSecond;
  };
}
