import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { EventHub } from './events.ts';
import { CrowdContainers } from './containers.ts';
import type { Population } from './records.ts';
import { answerRequest, type CrowdState, Refusal } from './routes.ts';
import { crowdVersion } from './version.ts';

/** A synthetic Docker daemon on a unix socket. For faults and scale only: whatever a real daemon can show, tests show with one. */
export class CrowdDaemon {
  readonly socketPath: string;
  readonly #server: Server;
  readonly #state: CrowdState;
  readonly #requests = new Map<string, number>();

  private constructor(socketPath: string, population: Population) {
    this.socketPath = socketPath;
    const events = new EventHub();
    this.#state = { population, events, containers: new CrowdContainers(population, events) };
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => fail(response, error));
    });
    // Idle connections of a client's agent stay open, as a real daemon leaves them.
    this.#server.keepAliveTimeout = 0;
    this.#server.requestTimeout = 0;
  }

  /** Listens on a new socket at the path; a file that an earlier run left there is removed. */
  static async start(socketPath: string, population: Population): Promise<CrowdDaemon> {
    const daemon = new CrowdDaemon(socketPath, population);
    rmSync(socketPath, { force: true });
    daemon.#server.listen(socketPath);
    await once(daemon.#server, 'listening');
    return daemon;
  }

  ids(): string[] {
    return [...this.#state.population.containers.keys()];
  }

  /** How often each path was asked for, ids replaced: `GET /containers/{id}/json` → 3. */
  requests(): Record<string, number> {
    return Object.fromEntries(this.#requests);
  }

  resetRequests(): void {
    this.#requests.clear();
  }

  /** Open `/events` streams. */
  eventStreams(): number {
    return this.#state.events.listeners;
  }

  /** Flips the state of each: what runs ends, what does not starts. Events tell it. */
  change(ids: readonly string[]): void {
    for (const id of ids) {
      const container = this.#state.containers.find(id);
      if (container === null) continue;
      if (container.state === 'running') this.#state.containers.end(container, 0, 'die');
      else this.#state.containers.start(container);
    }
  }

  /** Stops as a daemon that dies: every connection is cut. */
  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#state.events.close();
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', 'http://crowd');
    response.setHeader('api-version', crowdVersion.apiVersion);
    response.setHeader('server', `Docker/${crowdVersion.version} (linux)`);
    response.setHeader('ostype', 'linux');
    response.setHeader('docker-experimental', 'false');
    const path = withoutVersion(url.pathname);
    const method = request.method ?? 'GET';
    const key = `${method} ${path.replaceAll(/\/(containers|images)\/(?!json$|create$)(.+?)(?=\/[a-z]+$|$)/g, '/$1/{id}')}`;
    if (path.startsWith('/_crowd/')) return this.#control(path, request, response);
    this.#requests.set(key, (this.#requests.get(key) ?? 0) + 1);
    await answerRequest(this.#state, { method, path, query: url.searchParams, request, response });
  }

  /** What a parent process asks of a crowd that runs as its child. */
  async #control(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('content-type', 'application/json');
    if (path === '/_crowd/ids') response.end(JSON.stringify(this.ids()));
    else if (path === '/_crowd/requests') response.end(JSON.stringify(this.requests()));
    else if (path === '/_crowd/event-streams') response.end(JSON.stringify(this.eventStreams()));
    else if (path === '/_crowd/reset') {
      this.resetRequests();
      response.end('{}');
    } else if (path === '/_crowd/change') {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      this.change(JSON.parse(Buffer.concat(chunks).toString('utf8')) as string[]);
      response.end('{}');
    } else throw new Refusal(404, 'page not found');
  }
}

/** The NN of `1.NN`. */
function minorOf(version: string): number {
  return Number(version.split('.')[1]);
}

function withoutVersion(pathname: string): string {
  const [, version, rest] = /^\/v(\d+\.\d+)(\/.*)$/.exec(pathname) ?? [];
  if (version === undefined || rest === undefined) return decodeURI(pathname);
  if (minorOf(version) > minorOf(crowdVersion.apiVersion))
    throw new Refusal(
      400,
      `client version ${version} is too new. Maximum supported API version is ${crowdVersion.apiVersion}`,
    );
  if (minorOf(version) < minorOf(crowdVersion.minApiVersion))
    throw new Refusal(
      400,
      `client version ${version} is too old. Minimum supported API version is ${crowdVersion.minApiVersion}, please upgrade your client to a newer version`,
    );
  return decodeURI(rest);
}

function fail(response: ServerResponse, error: unknown): void {
  const status = error instanceof Refusal ? error.status : 500;
  if (response.headersSent) {
    response.destroy();
    return;
  }
  response.writeHead(status, { 'content-type': 'application/json' });
  // A 304 carries no body.
  response.end(status === 304 ? undefined : `${JSON.stringify({ message: (error as Error).message })}\n`);
}
