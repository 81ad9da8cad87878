import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type PageHeaders, parsePageHeaders, toPageFile } from '../contract/page-files.ts';

/** What every answer of a page's server carries. Throws where there is no built page. */
export async function readPageHeaders(pageDir: string): Promise<PageHeaders> {
  return parsePageHeaders(await readFile(path.join(pageDir, 'headers.json'), 'utf8'));
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
  const wanted = toPageFile(pathname);
  const file = wanted === null ? '' : path.join(root, wanted.path);
  const info = wanted === null ? null : await stat(file).catch(() => null);
  if (wanted === null || info?.isFile() !== true) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' }).end('Not found\n');
    return;
  }
  response.writeHead(200, {
    ...headers,
    'Content-Type': wanted.contentType,
    'Content-Length': info.size,
    'Cache-Control': pathname.startsWith('/assets/') ? 'max-age=31536000, immutable' : 'no-store',
  });
  if (request.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file), response);
}
