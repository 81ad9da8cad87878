/**
 * For needles up to this length Node searches for the first byte and compares the rest; for longer
 * ones it uses Boyer-Moore-Horspool, which is slower here (Node 24).
 */
const anchorBytes = 6;
/** Bytes of the haystack that are sampled to choose the anchor. */
const sampleBytes = 64 * 1024;
/** Substrings that are considered as anchor. */
const maxAnchors = 32;
/** Cost of a hit of the anchor, relative to a hit of its first byte. */
const hitCost = 8;

/**
 * A needle to find in many similar buffers. Searches for its rarest short substring, the anchor,
 * and compares the rest at each hit: `page=0042 200` takes 155 ms in 199 MB of an access log, its
 * anchor `=0042 ` 32 ms.
 */
export class WantedBytes {
  readonly #bytes: Buffer;
  /** The anchor and its offset in the needle; null before the first search. */
  #anchor: { readonly offset: number; readonly bytes: Buffer } | null = null;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  get length(): number {
    return this.#bytes.length;
  }

  /** The first offset of the needle at or after `from`; -1 when it is absent. */
  find(buffer: Buffer, from: number): number {
    if (this.#bytes.length <= anchorBytes) return buffer.indexOf(this.#bytes, from);
    this.#anchor ??= chooseAnchor(this.#bytes, buffer.subarray(0, sampleBytes));
    const { offset, bytes } = this.#anchor;
    for (let at = from; ;) {
      const found = buffer.indexOf(bytes, at + offset);
      if (found < 0) return -1;
      const start = found - offset;
      if (this.#isAt(buffer, start)) return start;
      at = start + 1;
    }
  }

  #isAt(buffer: Buffer, start: number): boolean {
    const wanted = this.#bytes;
    if (start + wanted.length > buffer.length) return false;
    for (let at = 0; at < wanted.length; at += 1) if (buffer[start + at] !== wanted[at]) return false;
    return true;
  }
}

function chooseAnchor(wanted: Buffer, sample: Buffer): { offset: number; bytes: Buffer } {
  const counts = new Uint32Array(256);
  for (const byte of sample) counts[byte] = (counts[byte] ?? 0) + 1;
  let best = { offset: 0, bytes: wanted.subarray(0, anchorBytes) };
  let least = Number.POSITIVE_INFINITY;
  for (let offset = 0; offset <= Math.min(wanted.length - anchorBytes, maxAnchors); offset += 1) {
    const bytes = wanted.subarray(offset, offset + anchorBytes);
    const cost = (counts[bytes[0] ?? 0] ?? 0) + hitCost * countOf(sample, bytes);
    if (cost < least) {
      least = cost;
      best = { offset, bytes };
    }
  }
  return best;
}

function countOf(sample: Buffer, substring: Buffer): number {
  let count = 0;
  for (let at = sample.indexOf(substring); at >= 0; at = sample.indexOf(substring, at + 1)) count += 1;
  return count;
}
