export type JsonInk = 'key' | 'string' | 'number' | 'word';

/** A stretch of the text that has an ink of its own: `[start, end)` in UTF-16 units. */
export interface JsonToken {
  readonly start: number;
  readonly end: number;
  readonly ink: JsonInk;
}

export interface JsonText {
  readonly text: string;
  readonly tokens: readonly JsonToken[];
}

const lexeme = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\]:,]/gs;

/**
 * JSON laid out with two spaces a level, and where its inks go. Values are copied letter by letter, never parsed, so
 * that big numbers and doubled keys stay what the daemon said. Text that is not JSON comes back as it is.
 */
export function layOutJson(json: string): JsonText {
  const tokens: JsonToken[] = [];
  const parts: string[] = [];
  let length = 0;
  let depth = 0;
  let isFresh = false;
  const write = (text: string) => {
    parts.push(text);
    length += text.length;
  };
  const breakLine = () => write(`\n${'  '.repeat(Math.max(0, depth))}`);
  const writeValue = (text: string, ink: JsonInk) => {
    if (isFresh) breakLine();
    isFresh = false;
    tokens.push({ start: length, end: length + text.length, ink });
    write(text);
  };
  let readUpTo = 0;
  for (const match of json.matchAll(lexeme)) {
    if (json.slice(readUpTo, match.index).trim() !== '') return { text: json, tokens: [] };
    readUpTo = match.index + match[0].length;
    const text = match[0];
    switch (text) {
      case '{':
      case '[':
        if (isFresh) breakLine();
        write(text);
        depth += 1;
        isFresh = true;
        break;
      case '}':
      case ']':
        depth -= 1;
        // An empty object or list stays on its line.
        if (!isFresh) breakLine();
        isFresh = false;
        write(text);
        break;
      case ',':
        write(text);
        isFresh = true;
        break;
      case ':':
        write(': ');
        break;
      case 'true':
      case 'false':
      case 'null':
        writeValue(text, 'word');
        break;
      default:
        writeValue(text, text.startsWith('"') ? inkOfString(json, readUpTo) : 'number');
    }
  }
  if (json.slice(readUpTo).trim() !== '') return { text: json, tokens: [] };
  return { text: parts.join(''), tokens };
}

/** A string followed by a colon is a key. */
function inkOfString(json: string, end: number): JsonInk {
  let at = end;
  while (/\s/.test(json.charAt(at))) at += 1;
  return json.charAt(at) === ':' ? 'key' : 'string';
}
