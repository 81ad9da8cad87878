import path from 'node:path';

/** Of the page's addresses. */
export const scheme = 'berth';

/** The page's only origin. */
export const pageOrigin = `${scheme}://app`;

/** Whether an address is the page itself, wherever in it: its routes come after the #. */
export function isOwnPage(url: string): boolean {
  const [address] = url.split('#', 1);
  return address === `${pageOrigin}/` || address === `${pageOrigin}/index.html`;
}

/** The file that a URL names, or null for a foreign host and for paths that lead out of `folder`. */
export function toFile(folder: string, url: string): string | null {
  let pathname: string;
  try {
    const parsed = new URL(url);
    if (parsed.protocol !== `${scheme}:` || parsed.host !== 'app') return null;
    pathname = decodeURIComponent(parsed.pathname);
  } catch {
    return null; // not a URL, or not UTF-8 when decoded
  }
  if (pathname.includes('\0') || pathname.includes('\\')) return null;
  const file = path.join(folder, pathname === '/' ? 'index.html' : pathname);
  return file.startsWith(folder + path.sep) ? file : null;
}
