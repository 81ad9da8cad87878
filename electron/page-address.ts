/** Of the page's addresses. */
export const scheme = 'berth';

/** The page's only origin. */
export const pageOrigin = `${scheme}://app`;

/** Whether an address is the page itself, wherever in it: its routes come after the #. */
export function isOwnPage(url: string): boolean {
  const [address] = url.split('#', 1);
  return address === `${pageOrigin}/` || address === `${pageOrigin}/index.html`;
}

/** The path of a URL of the page's own origin, for `toPageFile`; null for any other address. */
export function toPagePath(url: string): string | null {
  try {
    const { protocol, host, pathname } = new URL(url);
    return protocol === `${scheme}:` && host === 'app' ? pathname : null;
  } catch {
    return null; // not a URL
  }
}
