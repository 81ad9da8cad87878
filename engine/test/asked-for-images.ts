import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** Stands where a dockerd would, and notes with which `X-Registry-Auth` images are asked for. */
export interface AskedForImages extends AsyncDisposable {
  readonly dockerHost: string;
  /** What came last, decoded; null where there was no header. */
  readonly lastAuth: () => unknown;
}

export async function listenForImages(): Promise<AskedForImages> {
  const dir = await mkdtemp(path.join(tmpdir(), 'ba-'));
  const socketPath = path.join(dir, 's');
  let last: unknown = null;
  const server = createServer((request, response) => {
    response.setHeader('Api-Version', '1.45');
    response.setHeader('OSType', 'linux');
    if (request.url?.includes('/images/create') === true) {
      const header = request.headers['x-registry-auth'];
      last = typeof header === 'string' ? JSON.parse(Buffer.from(header, 'base64url').toString('utf8')) : null;
      response.end('{"status":"done"}\n');
    } else {
      response.end('OK');
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(socketPath, resolve);
  });
  return {
    dockerHost: `unix://${socketPath}`,
    lastAuth: () => last,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
      await rm(dir, { recursive: true, force: true });
    },
  };
}
