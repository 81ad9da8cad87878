import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
};

export type PageHeaders = Readonly<Record<string, string>>;

/** What the page's build says that every server of it must send (`renderer/page-headers.vite.ts`). Throws where there is no built page. */
export async function readPageHeaders(pageDir: string): Promise<PageHeaders> {
  return z.record(z.string(), z.string()).parse(JSON.parse(await readFile(path.join(pageDir, 'headers.json'), 'utf8')));
}

/** The file below `root` that a request's path names, or null when it leads out of it or is malformed. */
export function toFilePath(root: string, requestPath: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(requestPath);
  } catch {
    return null;
  }
  if (decoded.includes('\0')) return null;
  const file = path.join(root, decoded === '/' ? 'index.html' : decoded);
  return file.startsWith(root + path.sep) ? file : null;
}

/** Answers a request for the page's file at `pathname`. Hashed assets may be kept for good; the document is asked for each time. */
export async function servePageFile(
  root: string,
  headers: PageHeaders,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.writeHead(405, { Allow: 'GET, HEAD' }).end();
    return;
  }
  const file = toFilePath(root, pathname);
  const info = file === null ? null : await stat(file).catch(() => null);
  if (file === null || info?.isFile() !== true) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
    return;
  }
  response.writeHead(200, {
    ...headers,
    'Content-Type': types[path.extname(file)] ?? 'application/octet-stream',
    'Content-Length': info.size,
    'Cache-Control': pathname.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-store',
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file), response);
}
