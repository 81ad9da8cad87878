import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { findRefusal, findTokenRefusal, isOwnHost, rpcProtocol, toRequestPath, wrongToken } from './access.ts';
import type { EngineService } from './create-engine.ts';
import { readPageHeaders, servePageFile } from './page-files.ts';

/** The largest message of a page: a screen of a terminal that is kept, 4 MiB of text. */
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

/**
 * Serves the page and its connections on 127.0.0.1. Rejects with the system's error when the port is taken. Nothing that comes in
 * before Host, Origin and token are checked is parsed by more than Node's HTTP parser and `toRequestPath`.
 */
export async function openPageServer({ service, pageDir, port, token, log }: PageServerOptions): Promise<PageServer> {
  const headers = await readPageHeaders(pageDir);
  const server = createServer((request, response) => {
    response.on('error', () => undefined); // The connection's own listener logs it.
    answer(request, response).catch((error: unknown) => {
      // The browser left in the middle of a file.
      log.debug({ error: toMessage(error) }, 'a file was sent only in part');
      response.destroy();
    });
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const ownPort = toPort(server);
    if (!isOwnHost(request.headers.host, ownPort)) {
      log.warn({ host: request.headers.host }, 'refused a request');
      say(response, 403, `Berth answers at http://127.0.0.1:${ownPort}/ only. Open that address.`);
      return;
    }
    const path = toRequestPath(request.url);
    if (path === null) say(response, 400, 'This address has no page.');
    else if (path === '/token') answerToken(request, response);
    else await servePageFile(pageDir, headers, path, request, response);
  };
  /** 204 where the token is right, 401 where it is not: a WebSocket that is refused cannot say why. */
  const answerToken = (request: IncomingMessage, response: ServerResponse) => {
    const refusal = findTokenRefusal(request, toPort(server), token);
    if (refusal === null) response.writeHead(204, { 'Cache-Control': 'no-store' }).end();
    else
      say(
        response,
        refusal === wrongToken ? 401 : 403,
        'This page has no access to Berth. Open the address that Berth printed last.',
      );
  };
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    // From the first byte on: Node takes its own listener away when a connection is upgraded.
    socket.on('error', (error) => log.debug({ error: toMessage(error) }, 'a connection broke'));
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  server.on('clientError', (_error, socket) => {
    if (socket.writable) refuse(socket as Socket, 400);
    else socket.destroy();
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessageBytes,
    perMessageDeflate: false,
    handleProtocols: () => rpcProtocol,
  });
  server.on('upgrade', (request, socket: Socket, head) => {
    const path = toRequestPath(request.url);
    if (path === null) {
      refuse(socket, 400);
      return;
    }
    const refusal = path === '/rpc' ? findRefusal(request, toPort(server), token) : 'unknown path';
    if (refusal !== null) {
      const { origin, host } = request.headers;
      log.warn({ refusal, origin, host }, 'refused a connection');
      refuse(socket, refusal === wrongToken ? 401 : 403);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => connectSocket(service, webSocket, log));
  });
  await listen(server, port);
  server.on('error', (error) => log.error({ error: toMessage(error) }, 'the page server failed'));
  return {
    port: toPort(server),
    async [Symbol.asyncDispose]() {
      sockets.close();
      // Node's `closeAllConnections` leaves out those that were upgraded or refused.
      for (const socket of open) socket.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

/** Joins a page at the other end of a WebSocket with the service, until either closes it. */
function connectSocket(service: EngineService, socket: WebSocket, log: Log): void {
  socket.on('error', (error) => log.warn({ error: toMessage(error) }, 'a page sent an invalid WebSocket message'));
  const page = service.connectPage({
    send: (message, onSent) => socket.send(message, onSent),
    close: (code, reason) => socket.close(code, reason),
    pause: () => socket.pause(),
    resume: () => socket.resume(),
  });
  socket.on('message', (data, isBinary) => {
    // `ws` gives one Buffer unless told otherwise (binaryType 'nodebuffer').
    const message = data as Buffer;
    page.receive(isBinary ? message : message.toString('utf8'));
  });
  socket.on('close', () => page[Symbol.dispose]());
}

const reasons = { 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden' } as const;

/** A stranger that does not close its end must not keep ours. */
function refuse(socket: Socket, status: keyof typeof reasons): void {
  socket.write(`HTTP/1.1 ${status} ${reasons[status]}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
  socket.destroySoon();
}

function say(response: ServerResponse, status: keyof typeof reasons, sentence: string): void {
  response
    .writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' })
    .end(`${sentence}\n`);
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
