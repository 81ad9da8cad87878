import type { EngineAddress } from '../../docker/address.ts';
import { connectToDocker, type DockerConnection } from '../../docker/connect.ts';
import { type LogRange, readLog, readOutput, toLogTime } from '../../docker/logs.ts';
import { BackOff } from '../../platform/back-off.ts';
import { RecordWriter } from '../files/record-writer.ts';

/** The waits before an engine that was lost is asked for a log again. */
export function createLogBackOff(): BackOff {
  return new BackOff(100, 5_000);
}

/** A container's log as the Engine API gives it, over a connection of its own that is made when something is asked. */
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
   * What the driver kept from a time on, as records have it; from the front where that is empty. With `follow` what comes then, too.
   * Rejects with an `EngineError`, `unsupported` where the driver keeps nothing; so does `readTail`.
   */
  async readFrom(time: string, { follow }: { readonly follow: boolean }, signal: AbortSignal) {
    return this.#read({ follow, ...(time === '' ? {} : { since: toLogTime(time) }) }, signal);
  }

  /** The last lines that the driver kept. */
  async readTail(lines: number, signal: AbortSignal) {
    return this.#read({ tailLines: lines, follow: false }, signal);
  }

  /** What comes from now on, whatever the driver. */
  async readLive(signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    return readOutput(await this.#connect(signal), this.#container, signal);
  }

  /** The last line that the driver kept, as a record; empty when there is none. */
  async readLast(signal: AbortSignal): Promise<Buffer> {
    const writer = this.createWriter();
    const received: Buffer[] = [];
    for await (const bytes of await this.readTail(1, signal)) received.push(Buffer.from(writer.push(bytes)));
    received.push(Buffer.from(writer.end()));
    return Buffer.concat(received);
  }

  /** Makes records of what `read` gives. */
  createWriter(): RecordWriter {
    return new RecordWriter({ tty: this.#tty, stamp: null });
  }

  /** Makes records of what `readLive` gives, which has no times. */
  createLiveWriter(): RecordWriter {
    return new RecordWriter({ tty: this.#tty, stamp: () => new Date().toISOString() });
  }

  /** Ends the connection; what is asked after that goes over a new one. */
  [Symbol.dispose](): void {
    this.#connection?.[Symbol.dispose]();
    this.#connection = null;
  }

  async #read(range: LogRange, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    // Logs have a thread of their own.
    return readLog(await this.#connect(signal), this.#container, { ...range, ownsThread: true }, signal);
  }

  async #connect(signal: AbortSignal): Promise<DockerConnection> {
    if (this.#connection !== null) return this.#connection;
    const made = await connectToDocker(this.#address, signal);
    // Two may have been asked for at once.
    if (this.#connection === null) this.#connection = made;
    else made[Symbol.dispose]();
    return this.#connection;
  }
}
