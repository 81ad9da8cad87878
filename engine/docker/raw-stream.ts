import type { Duplex } from 'node:stream';
import { EngineError } from '../platform/engine-error.ts';
import { GrowingBytes } from '../platform/growing-bytes.ts';
import type { EngineAddress } from './address.ts';
import type { ApiPath } from './api-path.ts';
import type { DockerConnection } from './connect.ts';
import { dial } from './dial/dial.ts';
import { toEngineError, toFailure } from './errors.ts';

interface RawRequest {
  /** Without version and query, such as `/containers/ID/logs`. */
  readonly path: ApiPath;
  readonly query: Readonly<Record<string, string>>;
  /** The thread does nothing else, and may stand still between two reads. */
  readonly ownsThread: boolean;
  readonly signal: AbortSignal;
}

/** An answer's head is far shorter than this. */
const maxHeadBytes = 64 * 1024;
const maxErrorBytes = 64 * 1024;
/** What one read takes at most. */
const readBytes = 64 * 1024;
/** So much may wait to be taken. */
const heldBytes = 1024 * 1024;
/**
 * Between two reads. dockerd's socket holds some 150 lines, which it prints in less than a millisecond: read sooner, there would be a read for
 * every few of them, which costs the processor time that the daemon needs; read later, it would wait.
 */
const gatherMs = 0.25;
/** The shortest time that a timer has: where the thread has other things to do, reads are that far apart. */
const timerMs = 1;
const headEnd = Buffer.from('\r\n\r\n');
const lineEnd = Buffer.from('\r\n');

/**
 * GETs a stream over a connection of its own and gives its body in pieces, each of which is there until the next one is asked for. dockerd flushes each line of a log as a
 * chunk of HTTP/1.1; Node's client makes an event of each, which costs it twice the time that the docker CLI takes for a million of them
 * (Node 24, moby 26.1). Throws as every request does; an answer that ends before its last chunk is `unreachable`.
 */
export async function* readRawStream(
  connection: DockerConnection,
  { path, query, ownsThread, signal }: RawRequest,
): AsyncGenerator<Buffer, void> {
  signal.throwIfAborted();
  using line = await Line.open(connection.address, ownsThread ? resumeSoon : resumeLater, signal);
  const stop = () => line[Symbol.dispose]();
  signal.addEventListener('abort', stop, { once: true });
  try {
    signal.throwIfAborted();
    const target = `/v${connection.info.apiVersion}${path}?${new URLSearchParams(query).toString()}`;
    line.write(`GET ${target} HTTP/1.1\r\nHost: docker\r\nConnection: close\r\n\r\n`);
    yield* readBody(line);
    signal.throwIfAborted();
  } catch (error) {
    throw toEngineError(error, signal);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

const paused = new Set<Duplex>();
const never = new Int32Array(new SharedArrayBuffer(4));

/** Lets a socket be read again after a moment, together with all others of this thread that wait for it. */
function resumeSoon(socket: Duplex): void {
  if (paused.size === 0) setImmediate(resumeAll, performance.now());
  paused.add(socket);
}

function resumeLater(socket: Duplex): void {
  setTimeout(() => socket.resume(), timerMs);
}

/** Node's timers have no such short times, so the thread itself stands still: one that reads logs does nothing else. */
function resumeAll(sinceMs: number): void {
  const leftMs = sinceMs + gatherMs - performance.now();
  if (leftMs > 0) Atomics.wait(never, 0, 0, leftMs);
  for (const socket of paused) socket.resume();
  paused.clear();
}

/**
 * A socket that is read in large pieces. A stream of Node's makes an object of each read, and reads as soon as a byte has come: a million lines
 * took 3.1 s of processor time so, and 0.8 s like this, on the two cores that dockerd printed them with.
 */
class Line implements Disposable {
  #socket: Duplex | null = null;
  readonly #resume: (socket: Duplex) => void;
  /** What comes is collected in one while the other is being looked at. */
  #held = new GrowingBytes();
  #given = new GrowingBytes();
  #isOver = false;
  #error: Error | null = null;
  #wake: () => void = () => undefined;

  private constructor(resume: (socket: Duplex) => void) {
    this.#resume = resume;
  }

  /** `resume` lets a socket be read again in a moment. Throws as `dial` does. */
  static async open(address: EngineAddress, resume: (socket: Duplex) => void, signal: AbortSignal): Promise<Line> {
    const line = new Line(resume);
    const buffer = Buffer.allocUnsafeSlow(readBytes);
    const callback = (length: number) => line.#take(buffer.subarray(0, length));
    const socket = await dial(address, signal, { buffer, callback });
    socket.on('error', (error) => {
      line.#error = error;
    });
    for (const event of ['end', 'close'] as const) socket.on(event, () => line.#end());
    line.#socket = socket;
    return line;
  }

  write(text: string): void {
    this.#socket?.write(text);
  }

  /** What has come since the last time, as soon as anything has, until this is called again; null at the end. Throws what broke the connection off. */
  async next(): Promise<Buffer | null> {
    while (this.#held.length === 0) {
      if (this.#error !== null) throw this.#error;
      if (this.#isOver) return null;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const wasFull = this.#held.length >= heldBytes;
    [this.#held, this.#given] = [this.#given, this.#held];
    if (wasFull) this.#socket?.resume();
    return this.#given.take();
  }

  [Symbol.dispose](): void {
    this.#socket?.destroy();
    this.#end();
  }

  /** Answers that nothing is to be read before it is said so. */
  #take(bytes: Buffer): boolean {
    this.#held.add(bytes);
    this.#wake();
    if (this.#held.length < heldBytes && this.#socket !== null) this.#resume(this.#socket);
    return false;
  }

  #end(): void {
    this.#isOver = true;
    this.#wake();
  }
}

async function* readBody(line: Line): AsyncGenerator<Buffer, void> {
  let head: Buffer = Buffer.alloc(0);
  let body: Dechunker | 'plain' | null = null;
  let failure: { readonly status: number; text: string } | null = null;
  for (let bytes = await line.next(); bytes !== null; bytes = await line.next()) {
    let part = bytes;
    if (body === null) {
      head = Buffer.concat([head, bytes]);
      const end = head.indexOf(headEnd);
      if (end < 0) {
        if (head.length > maxHeadBytes) throw new EngineError('rejected', 'The engine does not answer in HTTP.');
        continue;
      }
      const { status, isChunked } = parseHead(head.toString('latin1', 0, end));
      body = isChunked ? new Dechunker() : 'plain';
      failure = status < 300 ? null : { status, text: '' };
      part = head.subarray(end + headEnd.length);
    }
    const content = body === 'plain' ? part : body.push(part);
    if (failure === null) {
      if (content.length > 0) yield content;
    } else if (failure.text.length < maxErrorBytes) {
      failure.text += content.toString('utf8');
    }
    if (body !== 'plain' && body.isDone) break;
  }
  if (failure !== null) throw toFailure(failure.status, failure.text);
  if (body === null || (body !== 'plain' && !body.isDone))
    throw new EngineError('unreachable', 'The engine broke off in the middle of an answer.');
}

function parseHead(head: string): { status: number; isChunked: boolean } {
  const status = /^HTTP\/1\.[01] (\d{3})/.exec(head)?.[1];
  if (status === undefined) throw new EngineError('rejected', 'The engine does not answer in HTTP.');
  return { status: Number(status), isChunked: /^transfer-encoding:\s*chunked\s*$/im.test(head) };
}

/** Takes the chunks of an HTTP/1.1 body apart (RFC 9112, 7.1), however they are cut. */
export class Dechunker {
  /** Bytes of the present chunk that have not come. */
  #left = 0;
  /** The line end after a chunk has to be skipped first. */
  #skip = 0;
  #rest: Buffer = Buffer.alloc(0);
  isDone = false;

  /** The content of these bytes, in one piece, which takes their place in memory. */
  push(bytes: Buffer): Buffer {
    const input = this.#rest.length === 0 ? bytes : Buffer.concat([this.#rest, bytes]);
    this.#rest = Buffer.alloc(0);
    let length = 0;
    let at = 0;
    while (at < input.length && !this.isDone) {
      if (this.#skip > 0) {
        const skipped = Math.min(this.#skip, input.length - at);
        this.#skip -= skipped;
        at += skipped;
      } else if (this.#left > 0) {
        const taken = Math.min(this.#left, input.length - at);
        input.copyWithin(length, at, at + taken);
        length += taken;
        at += taken;
        this.#left -= taken;
        if (this.#left === 0) this.#skip = lineEnd.length;
      } else {
        const end = input.indexOf(lineEnd, at);
        if (end < 0) {
          this.#rest = Buffer.from(input.subarray(at));
          break;
        }
        this.#left = parseSize(input, at, end);
        this.isDone = this.#left === 0;
        at = end + lineEnd.length;
      }
    }
    return input.subarray(0, length);
  }
}

/** The hexadecimal number at the front of a chunk's line; what may follow it after a semicolon means nothing here. */
function parseSize(bytes: Buffer, start: number, end: number): number {
  let size = 0;
  let at = start;
  for (; at < end; at += 1) {
    const digit = hexValue(bytes[at] ?? 0);
    if (digit < 0) break;
    size = size * 16 + digit;
  }
  if (at === start || at - start > 8 || (at < end && bytes[at] !== 0x3b && bytes[at] !== 0x20))
    throw new EngineError('rejected', 'The engine sent a chunk without a length.');
  return size;
}

function hexValue(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
