import { StandardRPCHandler } from '@orpc/server/standard';
import { createServerPeerHandleRequestFn } from '@orpc/server/standard-peer';
import {
  encodeResponseMessage,
  experimental_ServerPeerWithoutCodec as ServerPeer,
  MessageType,
} from '@orpc/standard-server-peer';
import { Attachments } from '../contract/attachments.ts';
import { parseEngineHeader } from '../contract/engine-header.ts';
import type { ErrorData } from '../contract/errors.ts';
import type { Engines } from '../engines/engines.ts';
import { toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { Peer } from '../services/peer.ts';
import type { CallContext } from '../services/services.ts';
import { type CallRequest, parseCallMessage } from './call-message.ts';
import { toRpcError } from './to-rpc-error.ts';

/** The close code of a page that sends what is no call (RFC 6455, 7.4.1: policy violation). */
const malformedCode = 1008;

/** A page of ours has fewer calls under way: one for each live list, log and terminal, and at most 16 verbs at once. */
const maxCalls = 256;

/** Answers wait for the page to read when so many bytes are on their way to it. */
const maxUnreadBytes = 8 * 1024 * 1024;

/** So many messages of one page begin in one turn of the event loop, some 5 ms; then other pages have theirs. */
const messagesPerTurn = 32;
/** The wire is paused while more messages than this wait for their turn. */
const maxPending = 256;

/** The answer to a call beyond `maxCalls`, as oRPC 1.16 writes one that failed. */
const tooManyCalls = {
  s: 500,
  b: {
    json: {
      defined: true,
      code: 'rejected',
      status: 500,
      message: 'rejected: too many calls are under way',
      data: {
        reason: 'too-many-calls',
        params: {},
        detail: `A page may have ${maxCalls} calls under way.`,
        callId: '',
      } satisfies ErrorData,
    },
  },
};

/** The way to one page: a socket or a port. */
export interface PageWire {
  /** Sends one message; `onSent` runs once it has left this process, or cannot leave it any more. */
  send(message: string | Uint8Array, onSent: () => void): void;
  /** Ends the connection with a code of RFC 6455; a port just closes. */
  close(code: number, reason: string): void;
  /** Takes no more from the page until `resume`, where that kind of wire can. */
  pause(): void;
  resume(): void;
}

interface PageConnectionOptions {
  readonly wire: PageWire;
  readonly router: Router;
  readonly engines: Engines;
  readonly log: Log;
  readonly onCallEnd: () => void;
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
  readonly #onCallEnd: () => void;
  readonly #peer: Peer;
  readonly #attachments = new Attachments();
  readonly #calls = new Set<string>();
  readonly #rpc: ServerPeer;
  readonly #router: Router;
  readonly #engines: Engines;
  /** Made with the first call: 60 procedures take longer to line up than a stranger's connection lives. */
  #handle: ReturnType<typeof createServerPeerHandleRequestFn> | null = null;
  /** Answers that wait for room, first come first served. */
  readonly #waiting: (() => void)[] = [];
  /** Messages that wait for their turn. */
  readonly #pending: unknown[] = [];
  #begunInTurn = 0;
  #unreadBytes = 0;
  #isPaused = false;
  #isClosed = false;

  constructor({ wire, router, engines, log, onCallEnd, onClose }: PageConnectionOptions) {
    this.#wire = wire;
    this.#log = log;
    this.#onCallEnd = onCallEnd;
    this.#peer = new Peer(onClose);
    this.#router = router;
    this.#engines = engines;
    this.#rpc = new ServerPeer(async ([id, type, payload]) => {
      this.#send(this.#attachments.pack(await encodeResponseMessage(id, type, payload)) as string | Uint8Array);
    });
  }

  /** Takes one message of the page. One that is no call ends the connection: the page is not ours, or broken. */
  receive(data: unknown): void {
    if (this.#isClosed) return;
    // A message that finds its turn free begins at once: a queue would cost each key of a terminal some time.
    if (this.#begunInTurn < messagesPerTurn && this.#pending.length === 0) this.#beginInTurn(data);
    else this.#pending.push(data);
    this.#pauseOrResume();
  }

  [Symbol.dispose](): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#rpc.close();
    this.#pending.length = 0;
    for (const go of this.#waiting.splice(0)) go();
    try {
      this.#peer[Symbol.dispose]();
    } catch (error) {
      // No caller can act on this; thrown from an event it would end the service.
      this.#log.error({ err: error }, 'something that a page had open did not close');
    }
  }

  #beginInTurn(data: unknown): void {
    if (this.#begunInTurn === 0) setImmediate(() => this.#nextTurn());
    this.#begunInTurn += 1;
    this.#begin(data);
  }

  #nextTurn(): void {
    this.#begunInTurn = 0;
    for (const data of this.#pending.splice(0, messagesPerTurn)) this.#beginInTurn(data);
    this.#pauseOrResume();
  }

  #pauseOrResume(): void {
    const isFull = this.#pending.length > maxPending || this.#unreadBytes > maxUnreadBytes;
    if (isFull === this.#isPaused || this.#isClosed) return;
    this.#isPaused = isFull;
    if (isFull) this.#wire.pause();
    else this.#wire.resume();
  }

  #begin(data: unknown): void {
    if (this.#isClosed) return;
    let key: string | null = null;
    try {
      const received = this.#attachments.unpack(data);
      key = received.key;
      const { id, request } = parseCallMessage(received.message);
      if (request === null) this.#rpc.close({ id, abort: true });
      else if (this.#calls.has(id)) throw new Error('Its id is in use.');
      else if (this.#calls.size >= maxCalls) this.#refuse(id);
      else {
        void this.#run(id, request, key);
        return;
      }
    } catch (error) {
      this.#log.warn({ error: toMessage(error) }, 'refused a malformed message');
      this.#wire.close(malformedCode, 'malformed message');
      this[Symbol.dispose]();
    }
    if (key !== null) this.#attachments.discard(key);
  }

  /** As cheap as it can be: a page in a loop makes thousands of these. */
  #refuse(id: string): void {
    this.#log.warn('refused a call: too many are under way');
    this.#send(JSON.stringify({ i: id, p: tooManyCalls }));
  }

  async #run(id: string, request: CallRequest, key: string | null): Promise<void> {
    this.#calls.add(id);
    try {
      this.#handle ??= this.#createHandler();
      await this.#rpc.message([id, MessageType.REQUEST, request], this.#handle);
    } catch (error) {
      // An answer that cannot be written; a closed wire is no news.
      if (!this.#isClosed)
        this.#log.error({ error: toMessage(error), path: request.url.pathname }, 'a call was not answered');
    } finally {
      this.#calls.delete(id);
      this.#onCallEnd();
      if (key !== null) this.#attachments.discard(key);
      this.#makeRoom();
    }
  }

  #createHandler(): ReturnType<typeof createServerPeerHandleRequestFn> {
    const handler = new StandardRPCHandler<CallContext>(this.#router, {
      customJsonSerializers: [this.#attachments.serializer],
      rootInterceptors: [
        (call) => {
          const engineId = parseEngineHeader(call.request.headers);
          return call.next({ ...call, context: { ...call.context, engineId } });
        },
      ],
      clientInterceptors: [(call) => this.#answer(call)],
    });
    const context = { peer: this.#peer, engines: this.#engines, engineId: null };
    return createServerPeerHandleRequestFn(handler, { context });
  }

  async #answer(call: ClientCall): Promise<unknown> {
    try {
      const answer = await call.next();
      if (!this.#hasRoom()) await new Promise<void>((resolve) => void this.#waiting.push(resolve));
      return answer;
    } catch (error) {
      throw toRpcError(error, call.path, call.signal, this.#log);
    }
  }

  #hasRoom(): boolean {
    return this.#isClosed || (this.#unreadBytes < maxUnreadBytes && this.#waiting.length === 0);
  }

  /** Lets the next answer go: it makes room again when it has been sent, or its call has ended. */
  #makeRoom(): void {
    if (this.#unreadBytes < maxUnreadBytes) this.#waiting.shift()?.();
    this.#pauseOrResume();
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
