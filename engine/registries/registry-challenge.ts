/** How a server wants a client to sign in (RFC 9110, 11.6.1). */
export interface Challenge {
  /** In small letters: `basic`, `bearer`. */
  readonly scheme: string;
  /** Names in small letters; of a name that comes twice, the first. */
  readonly params: ReadonlyMap<string, string>;
}

/** More than this no server has to say; what is longer is not read. */
const maxLength = 16_384;

const token = /[!#$%&'*+.^_`|~0-9A-Za-z-]+/y;
const quoted = /"((?:[^"\\]|\\.)*)"/sy;
const blanks = /[ \t]*/y;
const separators = /[ \t,]*/y;
const base64 = /[A-Za-z0-9._~+/-]+=*(?=[ \t]*(?:,|$))/y;

/**
 * Reads the value of `WWW-Authenticate`, also one that was put together from several headers with commas. What does not fit the grammar
 * ends the reading: the challenges before it count.
 */
export function parseChallenges(header: string): Challenge[] {
  if (header.length > maxLength) return [];
  const reader = new Reader(header);
  const challenges: Challenge[] = [];
  reader.take(separators);
  for (let scheme = reader.take(token); scheme !== null; scheme = reader.take(token)) {
    const params = new Map<string, string>();
    challenges.push({ scheme: scheme.toLowerCase(), params });
    reader.take(blanks);
    if (reader.take(base64) === null) readParams(reader, params);
    reader.take(separators);
  }
  return challenges;
}

function readParams(reader: Reader, params: Map<string, string>): void {
  for (;;) {
    const start = reader.position;
    reader.take(separators);
    const name = reader.take(token);
    reader.take(blanks);
    if (name === null || !reader.takeText('=')) {
      // The scheme of the next challenge, or the end.
      reader.position = start;
      return;
    }
    reader.take(blanks);
    const value = reader.takeGroup(quoted)?.replaceAll(/\\(.)/gs, '$1') ?? reader.take(token);
    if (value === null) {
      reader.end();
      return;
    }
    const key = name.toLowerCase();
    if (!params.has(key)) params.set(key, value);
  }
}

class Reader {
  position = 0;
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  /** What matches from here on, which is then behind; null where nothing does. */
  take(pattern: RegExp): string | null {
    return this.#match(pattern)?.[0] ?? null;
  }

  takeGroup(pattern: RegExp): string | null {
    return this.#match(pattern)?.[1] ?? null;
  }

  takeText(text: string): boolean {
    if (!this.#text.startsWith(text, this.position)) return false;
    this.position += text.length;
    return true;
  }

  end(): void {
    this.position = this.#text.length;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.position;
    const match = pattern.exec(this.#text);
    if (match !== null) this.position += match[0].length;
    return match;
  }
}
