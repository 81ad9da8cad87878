import { PassThrough } from 'node:stream';
import { EngineError } from '../platform/engine-error.ts';

/** A page that sends a file and is gone so long does not come back. */
const senderGoneMs = 30_000;

/** A file that a page sends in pieces and the daemon reads: no piece is taken before the daemon has room for it. */
export class Upload {
  readonly stream = new PassThrough();
  readonly sizeBytes: number;
  #senderTimer: NodeJS.Timeout | undefined;
  #takenBytes = 0;
  #isWriting = false;

  constructor(sizeBytes: number) {
    this.sizeBytes = sizeBytes;
    // Told to whoever sends or reads; a stream whose errors nobody hears ends the process.
    this.stream.on('error', () => undefined);
  }

  /** Whether the page has sent all of it. */
  get isComplete(): boolean {
    return this.stream.writableEnded;
  }

  get takenBytes(): number {
    return this.#takenBytes;
  }

  /**
   * The piece that begins at `offset`; an empty one at the end ends it. One that came before, because its answer was lost, is passed over.
   * Throws `invalid` for one out of turn, `cancelled` when nobody reads any more.
   */
  async send(offset: number, bytes: Uint8Array): Promise<void> {
    clearTimeout(this.#senderTimer);
    if (this.#isWriting) throw new EngineError('invalid', 'The previous piece is still being written.');
    if (offset + bytes.length <= this.#takenBytes && bytes.length > 0) return;
    if (offset !== this.#takenBytes) {
      throw new EngineError('invalid', `The next piece begins at ${this.#takenBytes}, not at ${offset}.`);
    }
    if (bytes.length === 0) {
      if (this.#takenBytes !== this.sizeBytes) {
        throw new EngineError('invalid', `The file has ${this.sizeBytes} bytes, and ${this.#takenBytes} came.`);
      }
      this.stream.end();
      return;
    }
    if (offset + bytes.length > this.sizeBytes) {
      throw new EngineError('invalid', `More came than the ${this.sizeBytes} bytes of the file.`);
    }
    this.#isWriting = true;
    try {
      await this.#write(bytes);
      this.#takenBytes += bytes.length;
    } finally {
      this.#isWriting = false;
    }
  }

  /** The connection of the page that sends is gone: runs `giveUp` unless more comes soon. */
  senderIsGone(giveUp: () => void): void {
    if (this.isComplete || this.stream.destroyed) return;
    clearTimeout(this.#senderTimer);
    this.#senderTimer = setTimeout(giveUp, senderGoneMs);
  }

  close(): void {
    clearTimeout(this.#senderTimer);
    this.stream.destroy();
  }

  #write(bytes: Uint8Array): Promise<void> {
    return new Promise((resolve, reject) => {
      const gone = () => reject(new EngineError('cancelled', 'The transfer of this file ended.'));
      if (!this.stream.writable) {
        gone();
        return;
      }
      this.stream.once('close', gone);
      this.stream.write(bytes, (error) => {
        this.stream.off('close', gone);
        if (error === null || error === undefined) resolve();
        else gone();
      });
    });
  }
}
