import type { EngineAddress } from '../../docker/address.ts';
import { connectToDocker, type DockerConnection } from '../../docker/connect.ts';
import { type LogRange, readLog, readOutput, toLogTime } from '../../docker/logs.ts';
import { BackOff } from '../../platform/back-off.ts';
import { RecordWriter } from '../files/record-writer.ts';

/** The delays between requests to an engine that is unreachable. */
export function createLogBackOff(): BackOff {
  return new BackOff(100, 5_000);
}

/**
 * Reads a container's log from the Engine API, over a connection of its own that opens with the
 * first request.
 */
export class ContainerLog implements Disposable {
  readonly #address: EngineAddress;
  readonly #container: string;
  readonly #tty: boolean;
  #connection: DockerConnection | null = null;

  constructor(address: EngineAddress, container: string, tty: boolean) {
    this.#address = address;
    this.#container = container;
    this.#tty = tty;
  }

  /**
   * Streams what the driver stored from a time on (RFC 3339; empty for all); with `follow` also
   * what comes later. Rejects with an `EngineError`, `unsupported` when the driver stores nothing.
   */
  async readFrom(time: string, { follow }: { readonly follow: boolean }, signal: AbortSignal) {
    return this.#read({ follow, ...(time === '' ? {} : { since: toLogTime(time) }) }, signal);
  }

  /** Streams the last lines that the driver stored. Rejects as `readFrom` does. */
  async readTail(lines: number, signal: AbortSignal) {
    return this.#read({ tailLines: lines, follow: false }, signal);
  }

  /** Streams the output from now on; works with every driver. */
  async readLive(signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return readOutput(await this.#connect(signal), this.#container, signal);
  }

  /** The last line that the driver stored, as a record; empty when there is none. */
  async readLast(signal: AbortSignal): Promise<Buffer> {
    const writer = this.createWriter();
    const received: Buffer[] = [];
    for await (const bytes of await this.readTail(1, signal)) received.push(Buffer.from(writer.push(bytes)));
    received.push(Buffer.from(writer.end()));
    return Buffer.concat(received);
  }

  /** Creates a writer for the streams of `readFrom` and `readTail`. */
  createWriter(): RecordWriter {
    return new RecordWriter({ tty: this.#tty, stamp: null });
  }

  /** Creates a writer for `readLive`, whose lines have no timestamps. */
  createLiveWriter(): RecordWriter {
    return new RecordWriter({ tty: this.#tty, stamp: () => new Date().toISOString() });
  }

  /** Closes the connection; the next request opens a new one. */
  [Symbol.dispose](): void {
    this.#connection?.[Symbol.dispose]();
    this.#connection = null;
  }

  async #read(range: LogRange, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    // The log thread does nothing else.
    return readLog(await this.#connect(signal), this.#container, { ...range, ownsThread: true }, signal);
  }

  async #connect(signal: AbortSignal): Promise<DockerConnection> {
    if (this.#connection !== null) return this.#connection;
    const made = await connectToDocker(this.#address, signal);
    // Two concurrent calls may both have connected.
    if (this.#connection === null) this.#connection = made;
    else made[Symbol.dispose]();
    return this.#connection;
  }
}
