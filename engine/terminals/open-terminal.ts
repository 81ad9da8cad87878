import { randomUUID } from 'node:crypto';
import type { Terminal, TerminalEnding } from '../contract/terminals.ts';
import type { Size } from '../docker/exec.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import { Sequencer } from '../platform/sequencer.ts';
import { Waiters } from '../platform/waiters.ts';
import { OutputBuffer } from './output-buffer.ts';
import type { Pour } from './output-pieces.ts';
import type { SharedRoom } from './shared-room.ts';
import type { TerminalSource } from './source.ts';

/** Each between two pieces of output that nobody kept a screen of: more than these only a hand that drags for minutes makes. */
const maxResizes = 1000;

interface Snapshot {
  readonly offset: number;
  readonly text: string;
  readonly size: Size;
}

interface OpenTerminalOptions {
  readonly source: TerminalSource;
  readonly size: Size;
  readonly sharedRoom: SharedRoom;
  /** Told when it has ended. */
  readonly onEnd: (ending: TerminalEnding) => void;
}

/** A running terminal: its output by offset, one view that reads it, and what the next view needs. */
export class OpenTerminal {
  readonly #source: TerminalSource;
  readonly #buffer: OutputBuffer;
  readonly #news = new Waiters();
  readonly #room = new Waiters();
  readonly #stop = new AbortController();
  readonly #writes = new Sequencer();
  readonly #done: Promise<void>;
  #view: string | null = null;
  #size: Size;
  #snapshot: Snapshot;
  #resizes: { offset: number; size: Size }[] = [];
  /** Some view got everything before it. */
  #givenOffset = 0;
  #ending: TerminalEnding | null = null;

  constructor({ source, size, sharedRoom, onEnd }: OpenTerminalOptions) {
    this.#source = source;
    this.#buffer = new OutputBuffer(sharedRoom);
    this.#size = size;
    this.#snapshot = { offset: 0, text: '', size };
    this.#done = this.#run(onEnd);
  }

  get ending(): Terminal['ending'] {
    return this.#ending;
  }

  /** A new view; the one before it gets `conflict` from now on. */
  take(): {
    view: string;
    offset: number;
    snapshot: string;
    size: Size;
    resizes: { offset: number; size: Size }[];
    shown: number;
  } {
    this.#view = randomUUID();
    this.#news.wake();
    const { offset, text, size } = this.#snapshot;
    const from = Math.max(offset, this.#buffer.startOffset);
    this.#buffer.rewind(from);
    return {
      view: this.#view,
      offset: from,
      snapshot: from === offset ? text : '',
      size,
      resizes: [...this.#resizes],
      shown: Math.max(from, this.#givenOffset),
    };
  }

  /** Bytes from `offset` on; waits for the first. Empty when all were read and it has ended. `skippedBytes` before them are left out. */
  async read(
    view: string,
    { offset, maxBytes, pour }: { readonly offset: number; readonly maxBytes: number; readonly pour: Pour | null },
    signal: AbortSignal,
  ): Promise<{ skippedBytes: number; bytes: Uint8Array }> {
    this.#checkView(view);
    this.#buffer.markRead(offset);
    this.#room.wake();
    while (offset >= this.#buffer.endOffset && this.#ending === null) {
      await this.#news.next(signal);
      this.#checkView(view);
    }
    const read = this.#buffer.read(Math.min(offset, this.#buffer.endOffset), maxBytes, pour);
    this.#room.wake();
    this.#givenOffset = Math.max(this.#givenOffset, offset + read.skippedBytes + read.bytes.length);
    return read;
  }

  /** Remembers the screen as it is at `offset`. An older one, or one from before what is held, is of no use. */
  keep(view: string, offset: number, text: string, size: Size): void {
    this.#checkView(view);
    if (offset < this.#snapshot.offset || offset > this.#buffer.endOffset) return;
    this.#snapshot = { offset, text, size };
    this.#resizes = this.#resizes.filter((resize) => resize.offset > offset);
    this.#buffer.release(offset);
  }

  /** Writes input in the order of the calls; resolves when the system has taken it. */
  async write(view: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    this.#checkView(view);
    if (this.#ending !== null) throw new EngineError('conflict', 'The program has ended.');
    await this.#writes.run(() => this.#source.write(bytes, signal));
  }

  async resize(view: string, size: Size, signal: AbortSignal): Promise<void> {
    this.#checkView(view);
    if (size.columns === this.#size.columns && size.rows === this.#size.rows) return;
    this.#size = size;
    // One at the same place takes the place of the one before: a window that is dragged has many.
    const { endOffset: at } = this.#buffer;
    this.#resizes = [...this.#resizes.filter((resize) => resize.offset !== at), { offset: at, size }].slice(
      -maxResizes,
    );
    if (this.#ending === null) await this.#source.resize(size, signal);
  }

  /** Ends the program; resolves when nothing of it is left. */
  async close(): Promise<void> {
    // An engine that was lost may have left it running, and be back.
    const mayRun = this.#ending === null || this.#ending.kind === 'engine-lost';
    const ended = mayRun ? this.#source.end() : Promise.resolve();
    this.#view = null;
    this.#stop.abort();
    this.#room.wake();
    this.#news.wake();
    await ended;
    await this.#done;
  }

  #checkView(view: string): void {
    if (view !== this.#view) throw new EngineError('conflict', 'This terminal is shown somewhere else now.');
  }

  async #run(onEnd: OpenTerminalOptions['onEnd']): Promise<void> {
    const ending = await this.#readToEnd();
    this.#ending = ending;
    this.#news.wake();
    onEnd(ending);
  }

  async #readToEnd(): Promise<TerminalEnding> {
    try {
      for await (const bytes of this.#source.output) {
        // Nobody sees it, but its programs may print while they tidy up.
        if (this.#stop.signal.aborted) continue;
        this.#buffer.append(bytes);
        this.#news.wake();
        while (!this.#buffer.hasRoom(this.#view !== null) && !this.#stop.signal.aborted) {
          await this.#room.next(this.#stop.signal).catch(() => undefined);
        }
      }
      return this.#stop.signal.aborted ? { kind: 'detached' } : await this.#endIfLost(await this.#source.readEnding());
    } catch (error) {
      if (this.#stop.signal.aborted) return { kind: 'detached' };
      if (error instanceof EngineError && error.code === 'unreachable') {
        return this.#endIfLost({ kind: 'engine-lost' });
      }
      return { kind: 'failed', detail: error instanceof EngineError ? error.detail : toMessage(error) };
    }
  }

  /** The program of an engine that was lost would run on where nobody sees it. */
  async #endIfLost(ending: TerminalEnding): Promise<TerminalEnding> {
    // One that is out of reach with its engine is ended by `close`, or by the next service: the ending is told all the same.
    if (ending.kind === 'engine-lost') await this.#source.end().catch(() => undefined);
    return ending;
  }
}
