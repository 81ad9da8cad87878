import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol, type ProtocolResponse, type Session } from 'electron';
import { type PageHeaders, parsePageHeaders, toPageFile } from '../engine/contract/page-files.ts';
import { scheme, toPagePath } from './page-address.ts';

interface Page {
  readonly folder: string;
  readonly headers: PageHeaders;
}

interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Buffer;
}

/** Makes `berth:` a real origin, secure and with storage of its own. Must run before the app is ready. */
export function registerPageScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the files of `folder` as `berth://app/…`, and nothing else. The one place that asks which Electron this is. */
export function servePage(session: Session, folder: string): void {
  const page = { folder, headers: parsePageHeaders(readFileSync(path.join(folder, 'headers.json'), 'utf8')) };
  if (typeof session.protocol.handle === 'function') {
    session.protocol.handle(scheme, async ({ url, method }) => {
      const { status, headers, body } = await answer(page, url, method);
      return new Response(new Uint8Array(body), { status, headers });
    });
    return;
  }
  // Before Electron 25 there is only the call that later ones deprecate.
  const respond = async (url: string, method: string, callback: (response: ProtocolResponse) => void) => {
    const { status, headers, body } = await answer(page, url, method);
    callback({ statusCode: status, headers, mimeType: headers['Content-Type']?.split(';')[0] ?? '', data: body });
  };
  session.protocol.registerBufferProtocol(scheme, ({ url, method }, callback) => void respond(url, method, callback));
}

async function answer({ folder, headers }: Page, url: string, method: string): Promise<Answer> {
  const pathname = method === 'GET' ? toPagePath(url) : null;
  const file = pathname === null ? null : toPageFile(pathname);
  if (file === null) return refusal(404, headers);
  try {
    const body = await readFile(path.join(folder, file.path));
    return { status: 200, headers: { ...headers, 'Content-Type': file.contentType }, body };
  } catch {
    // Whatever keeps the file from being read, to the page it is not there.
    return refusal(404, headers);
  }
}

function refusal(status: number, headers: PageHeaders): Answer {
  return {
    status,
    headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' },
    body: Buffer.alloc(0),
  };
}
