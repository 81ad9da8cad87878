import { createServer, type Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { guardSocket } from './guarded-socket.ts';
import { findRefusal, isOwnHost, rpcProtocol } from './access.ts';
import type { EngineService } from './create-engine.ts';
import { readPageHeaders, servePageFile } from './page-files.ts';

/** Told to a page whose token is wrong, so that it can say so (private range of RFC 6455, 7.4.2). */
const wrongTokenCode = 4401;

/** The largest message of a page; what it sends are calls, never bulk. */
const maxMessageBytes = 8 * 1024 * 1024;

export interface PageServer extends AsyncDisposable {
  readonly port: number;
}

interface PageServerOptions {
  readonly service: EngineService;
  /** The built page. */
  readonly pageDir: string;
  /** 0 takes a free one. */
  readonly port: number;
  readonly token: string;
  readonly log: Log;
}

/** Serves the page and its connections on 127.0.0.1. Rejects with the system's error when the port is taken. */
export async function openPageServer({ service, pageDir, port, token, log }: PageServerOptions): Promise<PageServer> {
  const headers = await readPageHeaders(pageDir);
  const server = createServer((request, response) => {
    if (!isOwnHost(request.headers.host, toPort(server))) {
      log.warn({ host: request.headers.host }, 'refused: foreign Host');
      response.writeHead(403).end();
      return;
    }
    servePageFile(pageDir, headers, request, response).catch((error: unknown) => {
      // The browser left in the middle of a file.
      log.debug({ error: toMessage(error) }, 'a file was not sent whole');
      response.destroy();
    });
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols: () => rpcProtocol,
  });
  server.on('upgrade', (request, socket: Duplex, head) => {
    const refusal =
      new URL(request.url ?? '/', 'http://localhost').pathname === '/rpc'
        ? findRefusal(request, toPort(server), token)
        : 'unknown path';
    if (refusal !== null)
      log.warn({ refusal, origin: request.headers.origin, host: request.headers.host }, 'refused a connection');
    if (refusal !== null && refusal !== 'wrong token') {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      if (refusal !== null) {
        webSocket.close(wrongTokenCode, refusal);
        return;
      }
      const peer = service.serveSocket(guardSocket(webSocket, log));
      webSocket.on('close', () => peer[Symbol.dispose]());
      webSocket.on('error', (error) =>
        log.warn({ error: toMessage(error) }, 'a page sent what is no WebSocket message'),
      );
    });
  });
  await listen(server, port);
  return {
    port: toPort(server),
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function toPort(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
