/** A place in the drawn text of a row. */
export interface TextPlace {
  readonly row: number;
  readonly char: number;
}

export interface TextRange {
  readonly start: TextPlace;
  readonly end: TextPlace;
}

/** The range between two places, in either order. */
export function toRange(one: TextPlace, other: TextPlace): TextRange {
  const isForward = one.row < other.row || (one.row === other.row && one.char <= other.char);
  return isForward ? { start: one, end: other } : { start: other, end: one };
}

/** The part of a row's text within the range. */
export function sliceOf({ start, end }: TextRange, row: number, text: string): string {
  const from = row === start.row ? start.char : 0;
  const to = row === end.row ? end.char : text.length;
  return text.slice(from, to);
}

/** The word at a place of a text, or the sequence of other characters, as `[start, end)`. */
export function wordAt(text: string, char: number): [start: number, end: number] {
  const kindOf = (at: number) => {
    const character = text.charAt(at);
    return /[\p{L}\p{N}_.-]/u.test(character) ? 'word' : /\s/.test(character) ? 'space' : 'other';
  };
  if (text === '') return [0, 0];
  const at = Math.min(char, text.length - 1);
  const kind = kindOf(at);
  let start = at;
  let end = at + 1;
  while (start > 0 && kindOf(start - 1) === kind) start -= 1;
  while (end < text.length && kindOf(end) === kind) end += 1;
  return [start, end];
}
