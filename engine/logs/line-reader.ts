import { StringDecoder } from 'node:string_decoder';

/** A line longer than this is cut into pieces, so that one line cannot take the memory of all. */
const maxLineChars = 64 * 1024;

/** One line of a log as the daemon sends it with timestamps on. */
export interface TimedLine {
  /** RFC 3339 with nanoseconds; empty when the line carries none. */
  readonly time: string;
  readonly text: string;
}

/** Takes the timestamp off the front of a line. */
export function parseTimedLine(line: string): TimedLine {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)) ?/.exec(line);
  if (match === null) return { time: '', text: line };
  return { time: match[1] ?? '', text: line.slice(match[0].length) };
}

/** Cuts the bytes of one stream into lines; chunks may split lines and characters. */
export class LineReader {
  readonly #decoder = new StringDecoder('utf8');
  #rest = '';

  /** The lines that these bytes complete. */
  push(bytes: Uint8Array): TimedLine[] {
    this.#rest += this.#decoder.write(bytes);
    const lines: TimedLine[] = [];
    let start = 0;
    for (let end = this.#rest.indexOf('\n'); end !== -1; end = this.#rest.indexOf('\n', start)) {
      lines.push(parseTimedLine(this.#rest.slice(start, end).replace(/\r$/, '')));
      start = end + 1;
    }
    this.#rest = this.#rest.slice(start);
    while (this.#rest.length > maxLineChars) {
      lines.push(parseTimedLine(this.#rest.slice(0, maxLineChars)));
      this.#rest = this.#rest.slice(maxLineChars);
    }
    return lines;
  }

  /** The last line, when the log ended without a newline. */
  end(): TimedLine[] {
    const rest = this.#rest + this.#decoder.end();
    this.#rest = '';
    return rest === '' ? [] : [parseTimedLine(rest)];
  }
}
