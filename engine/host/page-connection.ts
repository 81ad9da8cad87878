import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import { encodeResponseMessage, experimental_ServerPeerWithoutCodec as ServerPeer } from '@orpc/standard-server-peer';
import { Attachments } from '../contract/attachments.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { Peer } from '../services/peer.ts';
import type { CallContext } from '../services/services.ts';
import { type CallMessage, parseCallMessage } from './call-message.ts';
import { toRpcError } from './to-rpc-error.ts';

/** The close code of a page that sends what is no call (RFC 6455, 7.4.1: policy violation). */
const malformedCode = 1008;

/** A page of ours has fewer calls under way: one for each live list, log and terminal, and at most 16 verbs at once. */
export const maxCalls = 256;

/** Answers wait for the page to read when so many bytes are on their way to it. */
const maxUnreadBytes = 8 * 1024 * 1024;

/** The way to one page: a socket or a port. */
export interface PageWire {
  /** Sends one message; `onSent` runs once it has left this process, or cannot leave it any more. */
  send(message: string | Uint8Array, onSent: () => void): void;
  /** Ends the connection with a code of RFC 6455; a port just closes. */
  close(code: number, reason: string): void;
}

interface PageConnectionOptions {
  readonly wire: PageWire;
  readonly router: Router;
  readonly log: Log;
  readonly onClose: () => void;
}

type Router = ConstructorParameters<typeof StandardRPCHandler<CallContext>>[0];
type HandlerOptions = NonNullable<ConstructorParameters<typeof StandardRPCHandler<CallContext>>[1]>;
type ClientCall = Parameters<NonNullable<HandlerOptions['clientInterceptors']>[number]>[0];

/**
 * One page and its calls. Nothing of it touches another page: it has its own attachments, a limit of calls and of bytes that it
 * has not read, and what it has opened. Dispose of it when its wire closes: its calls are then cancelled and what it has open is closed.
 */
export class PageConnection implements Disposable {
  readonly #wire: PageWire;
  readonly #log: Log;
  readonly #peer: Peer;
  readonly #attachments = new Attachments();
  readonly #calls = new Set<string>();
  readonly #rpc: ServerPeer;
  readonly #router: Router;
  /** Made with the first call: 60 procedures take longer to line up than a stranger's connection lives. */
  #handle: ReturnType<typeof createServerPeerHandleRequestFn> | null = null;
  /** Answers that wait for room, first come first served. */
  readonly #waiting: (() => void)[] = [];
  #unreadBytes = 0;
  #isClosed = false;

  constructor({ wire, router, log, onClose }: PageConnectionOptions) {
    this.#wire = wire;
    this.#log = log;
    this.#peer = new Peer(onClose);
    this.#router = router;
    this.#rpc = new ServerPeer(async ([id, type, payload]) => {
      this.#send(this.#attachments.pack(await encodeResponseMessage(id, type, payload)) as string | Uint8Array);
    });
  }

  /** Takes one message of the page. One that is no call ends the connection: the page is not ours, or broken. */
  receive(data: unknown): void {
    if (this.#isClosed) return;
    let key: string | null = null;
    try {
      const received = this.#attachments.unpack(data);
      key = received.key;
      const call = parseCallMessage(received.message);
      if (call.request !== null && this.#calls.has(call.id)) throw new Error('Its id is in use.');
      void this.#run(call, key);
    } catch (error) {
      if (key !== null) this.#attachments.discard(key);
      this.#log.warn({ error: toMessage(error) }, 'refused a malformed message');
      this.#wire.close(malformedCode, 'malformed message');
      this[Symbol.dispose]();
    }
  }

  [Symbol.dispose](): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#rpc.close();
    for (const go of this.#waiting.splice(0)) go();
    this.#peer[Symbol.dispose]();
  }

  async #run({ id, request }: CallMessage, key: string | null): Promise<void> {
    if (request === null) {
      this.#rpc.close({ id, abort: true });
      return;
    }
    this.#calls.add(id);
    try {
      this.#handle ??= this.#createHandler();
      await this.#rpc.message([id, 1, request], this.#handle);
    } catch (error) {
      // An answer that cannot be written; a closed wire is no news.
      if (!this.#isClosed)
        this.#log.error({ error: toMessage(error), path: request.url.pathname }, 'a call was not answered');
    } finally {
      this.#calls.delete(id);
      if (key !== null) this.#attachments.discard(key);
      this.#makeRoom();
    }
  }

  #createHandler(): ReturnType<typeof createServerPeerHandleRequestFn> {
    const handler = new StandardRPCHandler<CallContext>(this.#router, {
      customJsonSerializers: [this.#attachments.serializer],
      clientInterceptors: [(call) => this.#answer(call)],
    });
    return createServerPeerHandleRequestFn(handler, { context: { peer: this.#peer } });
  }

  async #answer({ next, path, signal }: ClientCall): Promise<unknown> {
    try {
      if (this.#calls.size > maxCalls) {
        throw new EngineError('rejected', `A page may have ${maxCalls} calls under way.`, { reason: 'too-many-calls' });
      }
      const answer = await next();
      if (!this.#hasRoom()) await new Promise<void>((resolve) => void this.#waiting.push(resolve));
      return answer;
    } catch (error) {
      throw toRpcError(error, path, signal, this.#log);
    }
  }

  #hasRoom(): boolean {
    return this.#isClosed || (this.#unreadBytes < maxUnreadBytes && this.#waiting.length === 0);
  }

  /** Lets the next answer go: it makes room again when it has been sent, or its call has ended. */
  #makeRoom(): void {
    if (this.#unreadBytes < maxUnreadBytes) this.#waiting.shift()?.();
  }

  #send(message: string | Uint8Array): void {
    if (this.#isClosed) return;
    const sizeBytes = message.length;
    this.#unreadBytes += sizeBytes;
    this.#wire.send(message, () => {
      this.#unreadBytes -= sizeBytes;
      this.#makeRoom();
    });
  }
}
