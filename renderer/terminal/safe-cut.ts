import { openCharacterBytes } from './whole-characters.ts';

const escape = 0x1b;
const bell = 0x07;
const cancel = 0x18;
const substitute = 0x1a;

/** More of a control sequence than this is a string, of which only its end counts. */
const mostKept = 256;

/**
 * Knows whether output can be cut where it stands: not within a control sequence, a string (a title, a picture) or a character of several
 * bytes. A screen that is kept elsewhere would come back with a piece of it printed as text.
 */
export class SafeCut {
  /** From the last escape on, as much as is needed to tell how it ends; null when there is none to wait for. */
  #sequence: number[] | null = null;
  #endsString = false;
  #lastBytes: number[] = [];

  /** Takes in what follows. */
  push(bytes: Uint8Array): void {
    const from = bytes.lastIndexOf(escape);
    if (from >= 0) {
      // 'ESC \' only ends what came before it, and is a whole sequence by itself.
      this.#sequence = [];
      this.#endsString = false;
    }
    if (this.#sequence !== null) {
      const rest = from >= 0 ? bytes.subarray(from) : bytes;
      for (const byte of rest.subarray(0, mostKept - this.#sequence.length)) this.#sequence.push(byte);
      this.#endsString ||= rest.includes(bell) || rest.includes(cancel) || rest.includes(substitute);
      if (isWhole(this.#sequence, this.#endsString)) this.#sequence = null;
    }
    this.#lastBytes = [...this.#lastBytes, ...bytes.subarray(-3)].slice(-3);
  }

  get isSafe(): boolean {
    return this.#sequence === null && openCharacterBytes(this.#lastBytes) === 0;
  }
}

const strings: ReadonlySet<number | undefined> = new Set(['P', ']', 'X', '^', '_'].map((kind) => kind.charCodeAt(0)));
const introducer = '['.charCodeAt(0);

/** Whether a sequence that begins with escape has come to its end. */
function isWhole(sequence: readonly number[], endsString: boolean): boolean {
  const [, kind] = sequence;
  if (kind === undefined) return false;
  if (strings.has(kind)) return endsString;
  if (kind === introducer) return sequence.slice(2).some(isFinal);
  // Intermediates (ECMA-35), then one final byte.
  return sequence.slice(1).some((byte) => byte >= 0x30);
}

/** ECMA-48: 0x40 to 0x7e end a control sequence; cancel breaks it off. */
function isFinal(byte: number): boolean {
  return (byte >= 0x40 && byte <= 0x7e) || byte === cancel || byte === substitute;
}
