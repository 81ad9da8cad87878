import { isAtRest, restingState, scanText, type TextScan } from './text-scan.ts';

interface Piece extends TextScan {
  readonly bytes: Uint8Array;
  readonly offset: number;
}

/** What a view says of its screen: at `shown` it was such that so many new lines leave nothing of what was on it or above it. */
export interface Pour {
  readonly shown: number;
  readonly lines: number;
}

/** Less is not worth a gap. */
const leastGapBytes = 4 * 1024;
/** Up to this, what comes is joined. */
const smallBytes = 2 * 1024;

/**
 * Output in the pieces in which it came, by offset. A stretch of it can be left out: it is gone as if it had never been printed, but the
 * offsets after it stay.
 */
export class OutputPieces {
  #pieces: Piece[] = [];
  #state = restingState;
  #startOffset = 0;
  #endOffset = 0;
  #heldBytes = 0;

  /** The oldest byte that is held. */
  get startOffset(): number {
    return this.#startOffset;
  }

  /** One past the newest byte. */
  get endOffset(): number {
    return this.#endOffset;
  }

  /** What is held, without the gaps. */
  get heldBytes(): number {
    return this.#heldBytes;
  }

  append(more: Uint8Array): void {
    const last = this.#pieces.at(-1);
    const isSmall = last !== undefined && last.bytes.length + more.length <= smallBytes;
    // What is typed comes back letter by letter: a piece for each would take more than what it holds.
    if (isSmall) this.#takeBack(last);
    const bytes = isSmall ? Buffer.concat([last.bytes, more]) : more;
    const piece = { ...scanText(bytes, this.#state), bytes, offset: this.#endOffset };
    this.#pieces.push(piece);
    this.#state = piece.end;
    this.#endOffset += bytes.length;
    this.#heldBytes += bytes.length;
  }

  #takeBack({ bytes, offset, begin }: Piece): void {
    this.#pieces.pop();
    this.#state = begin;
    this.#endOffset = offset;
    this.#heldBytes -= bytes.length;
  }

  /** At most `maxBytes` from `offset` on; what is left out there is told in `skippedBytes`. Throws where they are not held any more. */
  slice(offset: number, maxBytes: number): { skippedBytes: number; bytes: Uint8Array } {
    if (offset < this.#startOffset || offset > this.#endOffset) throw new RangeError(`Offset ${offset} is not held.`);
    const first = this.#pieces.findIndex((piece) => endOf(piece) > offset);
    let next = Math.max(offset, this.#pieces[first]?.offset ?? offset);
    const skippedBytes = next - offset;
    const parts: Uint8Array[] = [];
    let left = maxBytes;
    for (let at = first; at >= 0 && left > 0; at += 1) {
      const piece = this.#pieces[at];
      // The next gap is told with the bytes behind it.
      if (piece === undefined || piece.offset > next) break;
      const part = piece.bytes.subarray(next - piece.offset, next - piece.offset + left);
      parts.push(part);
      left -= part.length;
      next += part.length;
    }
    return { skippedBytes, bytes: parts.length === 1 && parts[0] !== undefined ? parts[0] : Buffer.concat(parts) };
  }

  /** Lets go of the oldest pieces that end at `offset` or before it while more than `keptBytes` are held; less than one piece more is. */
  drop(offset: number, keptBytes: number): void {
    let count = 0;
    for (const piece of this.#pieces) {
      if (endOf(piece) > offset || this.#heldBytes - piece.bytes.length < keptBytes) break;
      this.#heldBytes -= piece.bytes.length;
      // Not where the next piece begins: a gap may come first, and a screen be kept from before it.
      this.#startOffset = endOf(piece);
      count += 1;
    }
    if (count > 0) this.#pieces.splice(0, count);
  }

  /**
   * How far from `offset` on output can be left out and every screen and its scrollback still come to be the same. Null where that cannot
   * be known, or is not worth it. `lineFeeds` are those of the text from `offset` on, of which nothing but text and colours is known.
   *
   * The screen at `pour.shown` scrolls as a whole, and text, line ends and colours leave it so. What is left out begins with the parser at
   * rest and ends before a line end, or before a reset of the colours where there were any: the column and the colours are then the
   * same behind it, whatever they were. Enough whole lines follow that each line of the screen and above it is a new one of theirs.
   */
  findGap(
    offset: number,
    pour: Pour,
  ): { readonly end: number | null; readonly lineFeeds: number; readonly isAllText: boolean } {
    const nothing = { end: null, lineFeeds: 0, isAllText: false };
    const pieces = this.#pieces;
    const first = pieces.findIndex((piece) => endOf(piece) > Math.min(pour.shown, offset));
    if (pour.shown < this.#startOffset || first < 0) return nothing;
    let end = first;
    while (end < pieces.length && pieces[end]?.kind !== 'other') end += 1;
    const isAllText = end === pieces.length;
    const here = pieces.findIndex((piece) => endOf(piece) > offset);
    if (here < 0 || here >= end || !isAtRest(stateAt(pieces[here], offset))) return { ...nothing, isAllText };
    let plainEnd = here;
    while (plainEnd < end && pieces[plainEnd]?.kind === 'plain') plainEnd += 1;
    let lineFeeds = 0;
    for (let at = end - 1; at >= here; at--) {
      const piece = pieces[at];
      if (piece === undefined) break;
      if (lineFeeds >= pour.lines && piece.seam >= 0) {
        const seam = piece.offset + piece.seam;
        const isSame = piece.kind === 'styled' || at < plainEnd;
        if (seam - offset >= leastGapBytes && isSame) return { end: seam, lineFeeds, isAllText };
      }
      lineFeeds += piece.lineFeeds;
    }
    return { end: null, lineFeeds, isAllText };
  }

  /** Forgets what is between the two offsets: a gap that `findGap` found. */
  leaveOut(from: number, end: number): void {
    const left: Piece[] = [];
    for (const piece of this.#pieces) {
      if (endOf(piece) <= from || piece.offset >= end) {
        left.push(piece);
        continue;
      }
      // Too little is said of the part before the gap: it only ever counts as text that follows something.
      if (piece.offset < from) {
        const bytes = copyOf(piece.bytes.subarray(0, from - piece.offset));
        left.push({ ...piece, bytes, lineFeeds: 0, seam: -1, end: restingState });
      }
      if (endOf(piece) > end) {
        const bytes = copyOf(piece.bytes.subarray(end - piece.offset));
        left.push({ ...scanText(bytes, restingState), bytes, offset: end });
      }
    }
    this.#pieces = left;
    this.#heldBytes = left.reduce((sum, { bytes }) => sum + bytes.length, 0);
  }
}

function endOf(piece: Piece): number {
  return piece.offset + piece.bytes.length;
}

/** A view of a part would hold the whole. */
function copyOf(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(bytes);
}

function stateAt(piece: Piece | undefined, offset: number): number {
  if (piece === undefined) return restingState;
  const before = piece.bytes.subarray(0, Math.max(0, offset - piece.offset));
  return before.length === 0 ? piece.begin : scanText(before, piece.begin).end;
}
