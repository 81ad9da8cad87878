import { once } from 'node:events';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  request as httpRequest,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createHttpsServer, request as httpsRequest } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { Transform } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Authority } from './certificates.ts';
import type { Registry } from './registry.ts';

/** Which requests a fault strikes; left out: all. */
interface Scope {
  /** Against path and query, such as `/v2/team/tools/blobs/sha256:…`. */
  readonly path?: RegExp;
  readonly method?: string;
  /** Only the next so many. */
  readonly times?: number;
}

/** What can go wrong between a client and a registry. */
export type FrontFault = Scope &
  (
    | {
        /** The registry is not asked; this is the answer. */
        readonly kind: 'answer';
        readonly status: number;
        readonly headers?: Readonly<Record<string, string>>;
        readonly body?: string;
      }
    /** The registry's answer has these headers too. */
    | { readonly kind: 'headers'; readonly headers: Readonly<Record<string, string>> }
    /** The connection breaks after so many bytes of the answer's body, or of the request's. */
    | { readonly kind: 'cut'; readonly direction: 'up' | 'down'; readonly afterBytes: number }
    /** The body comes at this speed. */
    | { readonly kind: 'slow'; readonly direction: 'up' | 'down'; readonly bytesPerSecond: number }
    /** No answer comes. */
    | { readonly kind: 'silence' }
  );

export interface FrontCount {
  readonly requests: number;
  /** Of bodies: what clients sent, and what they were sent. */
  readonly bytesUp: number;
  readonly bytesDown: number;
}

export interface FrontOptions {
  /** Speaks https itself, with a certificate of this authority. */
  readonly tls?: Authority;
  /** An address of this machine; 127.0.0.1 unless told. */
  readonly host?: string;
}

/** Stands before a registry, counts what passes, and makes trouble when told to. */
export class RegistryFront implements AsyncDisposable {
  readonly #server: Server;
  readonly #target: Registry;
  readonly #scheme: string;
  readonly #host: string;
  readonly #sockets = new Set<Socket>();
  readonly #counts = new Map<string, { requests: number; bytesUp: number; bytesDown: number }>();
  #faults: { readonly fault: FrontFault; left: number }[] = [];

  private constructor(target: Registry, { tls, host = '127.0.0.1' }: FrontOptions) {
    this.#target = target;
    this.#host = host;
    this.#scheme = tls === undefined ? 'http' : 'https';
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.#pass(request, response).catch(() => response.destroy());
    };
    if (tls === undefined) this.#server = createHttpServer(listener);
    else {
      const { certificate, key } = tls.issue({ hosts: [host, 'localhost'] });
      this.#server = createHttpsServer({ cert: certificate, key }, listener);
    }
    this.#server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.once('close', () => this.#sockets.delete(socket));
    });
  }

  static async start(target: Registry, options: FrontOptions = {}): Promise<RegistryFront> {
    const front = new RegistryFront(target, options);
    front.#server.listen(0, front.#host);
    await once(front.#server, 'listening');
    return front;
  }

  /** Such as `127.0.0.1:40124`, which begins the names of images. */
  get address(): string {
    return `${this.#host}:${(this.#server.address() as AddressInfo).port}`;
  }

  get url(): string {
    return `${this.#scheme}://${this.address}`;
  }

  /** From now on these faults and no others hold; for requests that come after. */
  setFaults(...faults: readonly FrontFault[]): void {
    this.#faults = faults.map((fault) => ({ fault, left: fault.times ?? Number.POSITIVE_INFINITY }));
  }

  /** Breaks every open connection now. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** By method and path without query, such as `GET /v2/team/tools/manifests/1`. */
  counts(): Readonly<Record<string, FrontCount>> {
    return Object.fromEntries(this.#counts);
  }

  resetCounts(): void {
    this.#counts.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.cut();
    await closed;
  }

  #strike<Kind extends FrontFault['kind']>(
    kind: Kind,
    request: IncomingMessage,
    direction?: 'up' | 'down',
  ): Extract<FrontFault, { kind: Kind }> | null {
    const found = this.#faults.find(
      ({ fault, left }) =>
        fault.kind === kind &&
        left > 0 &&
        (!('direction' in fault) || fault.direction === direction) &&
        (fault.path === undefined || fault.path.test(request.url ?? '')) &&
        (fault.method === undefined || fault.method === request.method),
    );
    if (found === undefined) return null;
    found.left -= 1;
    return found.fault as Extract<FrontFault, { kind: Kind }>;
  }

  async #pass(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const count = this.#count(request);
    if (this.#strike('silence', request) !== null) {
      request.resume();
      return;
    }
    const answer = this.#strike('answer', request);
    if (answer !== null) {
      request.resume();
      response.writeHead(answer.status, { 'content-type': 'application/json', ...answer.headers });
      response.end(answer.body ?? toErrors(answer.status));
      return;
    }
    const extra = this.#strike('headers', request)?.headers ?? {};
    const breakUp = (): void => {
      request.socket.destroy();
    };
    const [up, down] = (['up', 'down'] as const).map(
      (direction) =>
        new Passage(
          this.#strike('cut', request, direction),
          this.#strike('slow', request, direction),
          breakUp,
          (bytes) => {
            count[direction === 'up' ? 'bytesUp' : 'bytesDown'] += bytes;
          },
        ),
    ) as [Passage, Passage];
    const send = this.#target.certificate === null ? httpRequest : httpsRequest;
    const upstream = send(`${this.#target.url}${request.url ?? '/'}`, {
      method: request.method,
      // With the client's own Host: the registry's addresses of uploads then lead here again.
      headers: request.headers,
      agent: false,
      ...(this.#target.certificate === null ? {} : { ca: this.#target.certificate }),
    });
    request.pipe(up).pipe(upstream);
    response.once('close', () => upstream.destroy());
    const [received] = (await once(upstream, 'response')) as [IncomingMessage];
    response.writeHead(received.statusCode ?? 502, { ...received.headers, ...extra });
    received.once('error', breakUp);
    upstream.on('error', breakUp);
    received.pipe(down).pipe(response);
  }

  #count(request: IncomingMessage): { requests: number; bytesUp: number; bytesDown: number } {
    const name = `${request.method ?? ''} ${(request.url ?? '').replace(/\?.*$/, '')}`;
    const count = this.#counts.get(name) ?? { requests: 0, bytesUp: 0, bytesDown: 0 };
    this.#counts.set(name, count);
    count.requests += 1;
    return count;
  }
}

/** Lets bytes through as a fault allows. */
class Passage extends Transform {
  readonly #cut: { readonly afterBytes: number } | null;
  readonly #slow: { readonly bytesPerSecond: number } | null;
  readonly #breakUp: () => void;
  readonly #passed: (bytes: number) => void;
  #sizeBytes = 0;

  constructor(
    cut: { readonly afterBytes: number } | null,
    slow: { readonly bytesPerSecond: number } | null,
    breakUp: () => void,
    passed: (bytes: number) => void,
  ) {
    super();
    this.#cut = cut;
    this.#slow = slow;
    this.#breakUp = breakUp;
    this.#passed = passed;
  }

  override _transform(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    void this.#forward(chunk).finally(() => done());
  }

  async #forward(chunk: Buffer): Promise<void> {
    const allowed = Math.min(chunk.length, (this.#cut?.afterBytes ?? Number.POSITIVE_INFINITY) - this.#sizeBytes);
    // A tenth of a second's worth at a time.
    const pieceBytes = this.#slow === null ? chunk.length : Math.max(1, Math.floor(this.#slow.bytesPerSecond / 10));
    for (let at = 0; at < allowed; at += pieceBytes) {
      const piece = chunk.subarray(at, Math.min(allowed, at + pieceBytes));
      if (this.#slow !== null) await sleep((piece.length / this.#slow.bytesPerSecond) * 1000);
      this.#sizeBytes += piece.length;
      this.#passed(piece.length);
      this.push(piece);
    }
    if (allowed < chunk.length) {
      // What was let through has to be on its way before the connection breaks.
      await sleep(20);
      this.#breakUp();
    }
  }
}

const codes: Readonly<Record<number, string>> = {
  401: 'UNAUTHORIZED',
  403: 'DENIED',
  404: 'NAME_UNKNOWN',
  429: 'TOOMANYREQUESTS',
};

/** The body of a registry's error, by the OCI distribution specification. */
function toErrors(status: number): string {
  return JSON.stringify({ errors: [{ code: codes[status] ?? 'UNKNOWN', message: `made by the test (${status})` }] });
}
