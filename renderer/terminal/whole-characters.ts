/** Whether the bytes end within a character of UTF-8, and with how many of its bytes; else 0. */
export function openCharacterBytes(bytes: ArrayLike<number>): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/**
 * Hands bytes on by whole characters. xterm 6.0.0 loses one that is cut behind a byte of 0x80 (an ellipsis, a dash, quotation marks), and
 * output is cut anywhere.
 */
export class WholeCharacters {
  #rest: Uint8Array = new Uint8Array();

  /** What can be handed on now; the beginning of a character waits for its end. */
  take(bytes: Uint8Array): Uint8Array {
    const joined = this.#rest.length === 0 ? bytes : concat(this.#rest, bytes);
    const end = joined.length - openCharacterBytes(joined);
    this.#rest = joined.slice(end);
    return joined.subarray(0, end);
  }

  /** Forgets what waits. */
  reset(): void {
    this.#rest = new Uint8Array();
  }
}

function concat(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length);
  joined.set(first);
  joined.set(second, first.length);
  return joined;
}
