import { Agent, type AgentOptions, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { inspect } from 'node:util';
import { EngineError } from '../../platform/engine-error.ts';

/** How many connections stay open between requests. */
const maxIdle = 4;

type OnSocket = (error: unknown, socket?: Duplex) => void;

/** `addRequest` is how `http.request` hands a request to any agent (Node 16 to 24, `_http_client`). */
const RequestAgent = Agent as unknown as new (options: AgentOptions) => Agent & {
  addRequest(request: ClientRequest, options: object): void;
};

interface DialAgentOptions {
  readonly dial: (signal: AbortSignal) => Promise<Duplex>;
  /** Whether a connection serves one request after the other. */
  readonly keepAlive: boolean;
  /** How many requests run at once; more wait. */
  readonly maxRequests: number;
}

/**
 * The connections of `http.request` to one engine. Destroying the agent ends its requests and
 * dials; a request after that fails with `unreachable`.
 */
export class DialAgent extends RequestAgent {
  readonly #open: DialAgentOptions['dial'];
  readonly #maxRequests: number;
  /** Of requests that wait or run. */
  readonly #stops = new Set<AbortController>();
  /** Starts of requests, in their order. */
  readonly #waiting = new Set<() => void>();
  #running = 0;
  #isClosed = false;

  constructor({ dial, keepAlive, maxRequests }: DialAgentOptions) {
    super({ keepAlive, maxFreeSockets: maxIdle });
    this.#open = dial;
    this.#maxRequests = maxRequests;
  }

  /**
   * docker-modem 5.0.7 prints every option of every request for its debug log, also when nobody
   * reads that. An agent is a large tree and costs milliseconds.
   */
  [inspect.custom](): string {
    return 'DialAgent';
  }

  /**
   * Limits requests and not sockets: Node's own `maxSockets` does not count a socket before it is
   * connected, and loses a waiting request when a dial fails (Node 16 to 24, `_http_agent`).
   */
  override addRequest(request: ClientRequest, options: object): void {
    hideRedirect(request);
    const stop = this.#stopOf(request);
    const start = () => {
      this.#waiting.delete(start);
      this.#running += 1;
      // After the event the agent takes the socket back, and the next request can have it.
      request.once('close', () => process.nextTick(() => this.#onEnd()));
      super.addRequest(request, { ...options, stop });
    };
    if (stop.signal.aborted || this.#running < this.#maxRequests) {
      start();
      return;
    }
    this.#waiting.add(start);
    const startNow = () => {
      // It ends at once, without a dial.
      if (this.#waiting.has(start)) start();
    };
    stop.signal.addEventListener('abort', startNow, { once: true });
  }

  /** Called with the options of `addRequest`. Node connects by itself only where this returns a socket. */
  override createConnection(options: object, onSocket?: unknown): undefined {
    const { stop } = options as { readonly stop: AbortController };
    void this.#dial(stop.signal, onSocket as OnSocket);
  }

  override destroy(): void {
    this.#isClosed = true;
    for (const stop of this.#stops) stop.abort(toClosed());
    super.destroy();
  }

  async #dial(signal: AbortSignal, onSocket: OnSocket): Promise<void> {
    let socket: Duplex | undefined;
    try {
      signal.throwIfAborted();
      socket = await this.#open(signal);
      signal.throwIfAborted();
    } catch (error) {
      socket?.destroy();
      onSocket(signal.aborted ? signal.reason : error);
      return;
    }
    onSocket(null, socket);
  }

  /** Aborted with the request, which emits nothing when it is destroyed before it has a socket. */
  #stopOf(request: ClientRequest): AbortController {
    const stop = new AbortController();
    this.#stops.add(stop);
    request.once('close', () => this.#stops.delete(stop));
    const destroy = request.destroy.bind(request);
    request.destroy = (error) => {
      destroy(error);
      stop.abort(error);
      return request;
    };
    if (this.#isClosed) stop.abort(toClosed());
    return stop;
  }

  #onEnd(): void {
    this.#running -= 1;
    const [next] = this.#waiting;
    if (this.#running < this.#maxRequests) next?.();
  }
}

function toClosed(): EngineError {
  return new EngineError('unreachable', 'The connection to the engine was closed.');
}

/**
 * Hides where an engine redirects to. docker-modem 5.0.7 follows a redirect by itself, to TCP port
 * 80 of this computer where it knows no host, and throws in an event where it cannot. No answer of
 * the Engine API is a redirect: a daemon sends one for a path that its router cleans.
 */
function hideRedirect(request: ClientRequest): void {
  request.prependListener('response', ({ headers }: IncomingMessage) => {
    delete headers.location;
  });
}
