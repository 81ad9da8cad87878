/** Chromium's own transient activation lasts 5 s: a link that opens later was not the user's doing. */
const gestureMs = 5_000;

/**
 * Whether a link from the page may open in the system's browser: http and https to any host, because logs and terminals print both.
 * Never another scheme, which starts other programs, nor an address with a name or password, which is there to look like another host.
 */
export function isOpenable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}

/** Whether a gesture at `gestureAtMs` still counts at `nowMs`. */
export function isRecentGesture(gestureAtMs: number, nowMs: number): boolean {
  return nowMs - gestureAtMs <= gestureMs;
}
