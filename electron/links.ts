/** Chromium's own transient activation lasts 5 s: a link that opens later was not the user's doing. */
const gestureMs = 5_000;

/** Whether a link from the page may open in the system's browser: any https address, and http on this machine (published ports). */
export function isOpenable(url: string): boolean {
  let parsed: URL;
  try {
    parsed = new URL(url);
  } catch {
    return false;
  }
  if (parsed.username !== '' || parsed.password !== '') return false;
  if (parsed.protocol === 'https:') return true;
  return parsed.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(parsed.hostname);
}

/** Whether a gesture at `gestureAtMs` still counts at `nowMs`. */
export function isRecentGesture(gestureAtMs: number, nowMs: number): boolean {
  return nowMs - gestureAtMs <= gestureMs;
}
