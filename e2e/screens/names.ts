/** A pattern for accessible names that begin with the text, whatever follows after a word's end. */
export function beginsWith(text: string): RegExp {
  return new RegExp(`^${text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`)}(?![\\w-])`);
}
