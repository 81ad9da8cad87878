/** What the page's build says that each server of the page must send with every file. */
export type PageHeaders = Readonly<Record<string, string>>;

const contentTypes = new Map([
  ['html', 'text/html; charset=utf-8'],
  ['js', 'text/javascript; charset=utf-8'],
  ['css', 'text/css; charset=utf-8'],
  ['json', 'application/json; charset=utf-8'],
  ['map', 'application/json; charset=utf-8'],
  ['svg', 'image/svg+xml'],
  ['png', 'image/png'],
  ['ico', 'image/x-icon'],
  ['woff2', 'font/woff2'],
]);

export interface PageFile {
  /** Below the page's folder, such as `assets/a.js`: no segment is empty, `.` or `..`. */
  readonly path: string;
  readonly contentType: string;
}

/** The file that the path of a URL names. Null for a malformed path, one that leaves the folder, and a kind of file that the page has not. */
export function toPageFile(pathname: string): PageFile | null {
  const decoded = decode(pathname);
  if (decoded === null || !decoded.startsWith('/') || /[\0\\]/u.test(decoded)) return null;
  const path = decoded === '/' ? 'index.html' : decoded.slice(1);
  if (path.split('/').some((segment) => segment === '' || segment === '.' || segment === '..')) return null;
  const contentType = contentTypes.get(/\.(\w+)$/u.exec(path)?.[1] ?? '');
  return contentType === undefined ? null : { path, contentType };
}

/** Reads `headers.json` of the page's build (`renderer/page-headers.vite.ts`). Throws where it is something else. */
export function parsePageHeaders(text: string): PageHeaders {
  const headers: unknown = JSON.parse(text);
  if (isTexts(headers)) return headers;
  throw new TypeError('headers.json of the page is not what its build writes.');
}

function isTexts(value: unknown): value is PageHeaders {
  return typeof value === 'object' && value !== null && Object.values(value).every((one) => typeof one === 'string');
}

/** Null where it is not UTF-8 when decoded. */
function decode(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return null;
  }
}
