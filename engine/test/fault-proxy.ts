import { once } from 'node:events';
import { linkSync, renameSync, rmSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { ProxiedConnection } from './fault-connection.ts';
import type { Fault } from './fault.ts';

export interface ProxyCounts {
  readonly bytesUp: number;
  readonly bytesDown: number;
  /** Accepted since the start. */
  readonly connections: number;
  readonly openConnections: number;
  /** By method and path without version and query. */
  readonly requests: Readonly<Record<string, number>>;
}

/** A unix socket in front of a daemon's, that makes trouble when told to. */
export class FaultProxy {
  readonly socketPath: string;
  readonly #targetPath: string;
  readonly #connections = new Set<ProxiedConnection>();
  readonly #requests = new Map<string, number>();
  readonly #bytes = { up: 0, down: 0 };
  #server: Server | null = null;
  #accepted = 0;
  #faults: readonly Fault[] = [];

  private constructor(socketPath: string, targetPath: string) {
    this.socketPath = socketPath;
    this.#targetPath = targetPath;
  }

  /** Listens at `socketPath` and passes everything on to the socket at `targetPath`, which need not exist yet. */
  static async start(socketPath: string, targetPath: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(socketPath, targetPath);
    await proxy.accept();
    return proxy;
  }

  /** From now on these faults and no others hold, for open connections too. */
  setFaults(...faults: readonly Fault[]): void {
    this.#faults = faults;
    for (const connection of this.#connections) connection.useFaults(faults);
  }

  /** Breaks every open connection now. */
  cut(): void {
    for (const connection of this.#connections) connection.destroy();
  }

  /** New connections are refused (ECONNREFUSED: the socket's file stays), open ones are cut; `accept` ends it. */
  async refuse(): Promise<void> {
    const server = this.#server;
    if (server === null) return;
    this.#server = null;
    // Node removes the file of a socket that it closes; a daemon that was killed leaves its file there.
    const keptPath = `${this.socketPath}.kept`;
    rmSync(keptPath, { force: true });
    linkSync(this.socketPath, keptPath);
    const closed = once(server, 'close');
    server.close();
    this.cut();
    await closed;
    renameSync(keptPath, this.socketPath);
  }

  /** Takes connections again after `refuse`. */
  async accept(): Promise<void> {
    if (this.#server !== null) return;
    rmSync(this.socketPath, { force: true });
    const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => this.#take(client));
    server.listen(this.socketPath);
    await once(server, 'listening');
    this.#server = server;
  }

  counts(): ProxyCounts {
    return {
      bytesUp: this.#bytes.up,
      bytesDown: this.#bytes.down,
      connections: this.#accepted,
      openConnections: this.#connections.size,
      requests: Object.fromEntries(this.#requests),
    };
  }

  /** Requests that are being answered now, by method and path: long ones such as `/events` show here. */
  openRequests(): string[] {
    return [...this.#connections].flatMap(({ currentRequest }) => currentRequest ?? []);
  }

  resetCounts(): void {
    this.#bytes.up = 0;
    this.#bytes.down = 0;
    this.#accepted = 0;
    this.#requests.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.refuse();
    rmSync(this.socketPath, { force: true });
  }

  #take(client: Socket): void {
    this.#accepted++;
    const connection = new ProxiedConnection(client, this.#targetPath, {
      counted: (direction, bytes) => {
        this.#bytes[direction] += bytes;
      },
      requested: (request) => {
        this.#requests.set(request, (this.#requests.get(request) ?? 0) + 1);
      },
      closed: () => this.#connections.delete(connection),
    });
    this.#connections.add(connection);
    connection.useFaults(this.#faults);
    connection.open();
  }
}
