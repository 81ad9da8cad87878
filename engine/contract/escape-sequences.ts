/**
 * Escape sequences of terminals (ECMA-48): CSI with its parameters, strings (OSC, DCS, SOS, PM, APC) up to their end
 * or the end of the line, and two-byte escapes. All quantifiers run over classes that exclude what follows them, so
 * that a hostile line costs linear time.
 */
export const escapeSequences = new RegExp(
  [
    String.raw`\u001B\[[0-?]*[ -/]*[@-~]?`,
    String.raw`\u001B[\]PX^_][^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?`,
    String.raw`\u001B[ -/]*[0-~]?`,
    String.raw`\u009B[0-?]*[ -/]*[@-~]?`,
  ].join('|'),
  'g',
);

/** What begins an escape sequence: without one of these there is nothing to strip. */
// oxlint-disable-next-line no-control-regex -- control characters are what this is about
const introducers = /[\u001B\u009B]/;

/** The text of a log line without terminal escapes; trailing carriage returns (TTY line ends) go too. */
export function stripEscapes(text: string): string {
  const line = withoutLineEnd(text);
  return introducers.test(line) ? line.replaceAll(escapeSequences, '') : line;
}

/** A line without the carriage returns that end it on a TTY. */
export function withoutLineEnd(text: string): string {
  let end = text.length;
  while (end > 0 && text.charAt(end - 1) === '\r') end -= 1;
  return end === text.length ? text : text.slice(0, end);
}
