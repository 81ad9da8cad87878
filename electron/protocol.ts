import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { protocol, type ProtocolResponse, type Session } from 'electron';
import { scheme, toFile } from './page-address.ts';

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

interface Page {
  readonly folder: string;
  readonly headers: Readonly<Record<string, string>>;
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
  // What the page's build says that every server of it must send, the content security policy first of all.
  const pageHeaders = JSON.parse(readFileSync(path.join(folder, 'headers.json'), 'utf8')) as Record<string, string>;
  const page = { folder, headers: pageHeaders };
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
  const file = method === 'GET' ? toFile(folder, url) : null;
  const contentType = file === null ? undefined : contentTypes[path.extname(file)];
  if (file === null || contentType === undefined) return refusal(404, headers);
  try {
    const body = await readFile(file);
    return { status: 200, headers: { ...headers, 'Content-Type': contentType }, body };
  } catch {
    // Whatever keeps the file from being read, to the page it is not there.
    return refusal(404, headers);
  }
}

function refusal(status: number, headers: Page['headers']): Answer {
  return {
    status,
    headers: { ...headers, 'Content-Type': 'text/plain; charset=utf-8' },
    body: Buffer.alloc(0),
  };
}
