import { OutputPieces, type Pour } from './output-pieces.ts';
import type { SharedRoom } from './shared-room.ts';

/** What is held for a view to come, beyond what it has not read yet. */
export const maxHeldBytes = 1024 * 1024;
/** How far any program may run ahead of the view that reads it; then it waits. What is under way is drawn before an interrupt is. */
const aheadBytes = 128 * 1024;
/** A program that pours may run further ahead: what has piled up is left out where nobody could come to see it. */
const pourBytes = 2 * 1024 * 1024;
/** The most of one answer behind what was left out: enough for a frame, and the next will leave out the rest. */
const glimpseBytes = 64 * 1024;
/** An answer of so much is one of many. */
const flowBytes = 16 * 1024;

/**
 * The output of one terminal by offset: from where the next view begins to the newest byte. What the present view has not read is never
 * dropped but for what it cannot come to show; the program waits instead.
 */
export class OutputBuffer {
  readonly #pieces = new OutputPieces();
  readonly #sharedRoom: SharedRoom;
  #readOffset = 0;
  #wantedBytes = 0;
  #pour: Pour | null = null;

  constructor(sharedRoom: SharedRoom) {
    this.#sharedRoom = sharedRoom;
  }

  /** The oldest byte that is held. */
  get startOffset(): number {
    return this.#pieces.startOffset;
  }

  /** One past the newest byte. */
  get endOffset(): number {
    return this.#pieces.endOffset;
  }

  append(bytes: Uint8Array): void {
    if (bytes.length === 0) return;
    this.#pieces.append(bytes);
    this.#drop();
  }

  /** Whether the program may go on. Without a view it may fill what is held for the next. */
  hasRoom(hasView: boolean): boolean {
    const unreadBytes = this.endOffset - this.#readOffset;
    if (!hasView) return unreadBytes < maxHeldBytes;
    if (unreadBytes < this.#ownBytes) return true;
    if (this.#pour === null || unreadBytes >= pourBytes || !this.#sharedRoom.isFreeFor(this)) return false;
    const { end, lineFeeds, isAllText } = this.#pieces.findGap(this.#readOffset, this.#pour);
    if (!isAllText) return false;
    // Long lines: what would have to be in hand is more than may be.
    return end !== null || lineFeeds * pourBytes > this.#pour.lines * unreadBytes;
  }

  /**
   * At most `maxBytes` from `offset` on, all before which has been shown. Where `pour` allows it, what nobody can come to see is left out
   * before them for good: `skippedBytes`. Throws where they are not held any more.
   */
  read(offset: number, maxBytes: number, pour: Pour | null): { skippedBytes: number; bytes: Uint8Array } {
    this.#pour = pour;
    this.#wantedBytes = maxBytes;
    const gap = pour === null || !this.#sharedRoom.isFreeFor(this) ? null : this.#pieces.findGap(offset, pour).end;
    if (gap !== null) this.#pieces.leaveOut(offset, gap);
    this.markRead(gap ?? offset);
    const read = this.#pieces.slice(offset, gap === null ? maxBytes : Math.min(maxBytes, glimpseBytes));
    if (read.bytes.length >= flowBytes) this.#sharedRoom.pour(this);
    return read;
  }

  /** Everything before `offset` has been shown. */
  markRead(offset: number): void {
    this.#readOffset = Math.min(this.endOffset, Math.max(this.#readOffset, offset));
  }

  /** A new view reads from `offset` again. */
  rewind(offset: number): void {
    this.#pour = null;
    this.#readOffset = Math.max(this.startOffset, Math.min(offset, this.endOffset));
  }

  /** The next view begins at `offset`: nothing before it is held on for. */
  release(offset: number): void {
    this.#pieces.drop(Math.min(offset, this.#readOffset), 0);
  }

  get #ownBytes(): number {
    return Math.max(aheadBytes, this.#wantedBytes);
  }

  /** What was read is held for the next view as far as it may be. */
  #drop(): void {
    this.#pieces.drop(this.#readOffset, this.endOffset - this.#readOffset + maxHeldBytes);
  }
}
