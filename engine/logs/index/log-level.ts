import type { LogLevel } from '../../contract/logs.ts';

/** The level of a line in the index: 0 for none, else the index in `levelsByCode`. */
export type LevelCode = 0 | 1 | 2 | 3 | 4;

export const levelsByCode: readonly (LogLevel | null)[] = [null, 'debug', 'info', 'warn', 'error'];

const none = 0;
const debug = 1;
const info = 2;
const warn = 3;
const error = 4;

/** A level word after this many bytes belongs to the message. */
const lookBytes = 160;
/** In a JSON line the message may come before the level. */
const lookJsonBytes = 2048;

const words: Readonly<Record<string, LevelCode>> = {
  TRACE: debug,
  VERBOSE: debug,
  DEBUG: debug,
  DBG: debug,
  FINE: debug,
  FINER: debug,
  FINEST: debug,
  INFO: info,
  INFORMATION: info,
  INF: info,
  NOTICE: info,
  LOG: info,
  WARN: warn,
  WARNING: warn,
  WRN: warn,
  ERROR: error,
  ERR: error,
  FATAL: error,
  FTL: error,
  CRITICAL: error,
  CRIT: error,
  EMERG: error,
  EMERGENCY: error,
  ALERT: error,
  PANIC: error,
  SEVERE: error,
};
const longestWord = Math.max(...Object.keys(words).map(({ length }) => length));

/** First letters of all level words, to rule out others quickly. */
const firstLetters = new Uint8Array(256);
for (const word of Object.keys(words)) firstLetters[word.charCodeAt(0)] = 1;

/** `"level":"warn"` or `"level":40`, also with escaped quotes. */
const jsonLevel = /\\?"(?:level|severity|lvl|log\.level|levelname|@l|loglevel)\\?"\s*:\s*(?:\\?"([A-Za-z]+)|(\d+))/i;

/**
 * Detects the level of a line by the conventions of common loggers: a level word in capitals
 * (`ERROR`), in brackets, after `level=`, or first and followed by a colon; the key of a JSON line
 * (numbers as in pino and bunyan); klog's `E0102`; redis's signs; syslog's `<3>`; the status of a
 * web server's access line. Reads the bytes of the file, which may contain escapes.
 */
export function detectLevel(bytes: Buffer, start: number, end: number): LevelCode {
  const first = bytes[start] ?? 0;
  if (first === 0x7b /* { */) return jsonLineLevel(bytes, start, end);
  if (isDigit(bytes[start + 1] ?? 0)) {
    const quick = klogLevel(bytes, start, end) || syslogLevel(bytes, start, end);
    if (quick !== none) return quick;
  }
  if (isDigit(first)) {
    const quick = redisLevel(bytes, start, end);
    if (quick !== none) return quick;
  }
  return wordLevel(bytes, start, Math.min(end, start + lookBytes), end);
}

function jsonLineLevel(bytes: Buffer, start: number, end: number): LevelCode {
  const match = jsonLevel.exec(bytes.toString('latin1', start, Math.min(end, start + lookJsonBytes)));
  if (match === null) return none;
  if (match[1] !== undefined) return words[match[1].toUpperCase()] ?? none;
  const number = Number(match[2]);
  // pino and bunyan: 10 trace, 20 debug, 30 info, 40 warn, 50 error, 60 fatal.
  if (number < 10) return none;
  if (number < 30) return debug;
  if (number < 40) return info;
  return number < 50 ? warn : error;
}

/** The first level word at a position where loggers write it. */
function wordLevel(bytes: Buffer, start: number, limit: number, end: number): LevelCode {
  let before = 0x20;
  let hasSeenWord = false;
  let status: LevelCode = none;
  for (let at = start; at < limit;) {
    const byte = bytes[at] ?? 0;
    if (isLetter(byte)) {
      let wordEnd = at + 1;
      while (wordEnd < end && wordEnd - at <= longestWord && isWordByte(bytes[wordEnd] ?? 0)) wordEnd += 1;
      const level = levelOfWord(bytes, at, wordEnd, before, hasSeenWord);
      if (level !== none) return level;
      while (wordEnd < limit && isWordByte(bytes[wordEnd] ?? 0)) wordEnd += 1;
      // `T` and `Z` of a timestamp are letters between digits, not words.
      if (wordEnd - at > 1) hasSeenWord = true;
      before = bytes[wordEnd - 1] ?? 0;
      at = wordEnd;
      continue;
    }
    if (byte === 0x22 /* " */) status ||= accessStatus(bytes, at, end, start);
    if (byte === 0x5c /* \ */ || byte === 0x1b) {
      at = skipEscape(bytes, at, limit);
      if (bytes[at] !== 0x22) before = 0x20;
      continue;
    }
    // The value of a key may be quoted: keep the byte before the quote.
    if (byte === 0x3d /* = */) before = isLevelKey(bytes, start, at) ? byte : 0x20;
    else if (byte !== 0x22 || before !== 0x3d) before = byte;
    at += 1;
  }
  return status;
}

function levelOfWord(bytes: Buffer, start: number, end: number, before: number, hasSeenWord: boolean): LevelCode {
  const length = end - start;
  if (length < 3 || length > longestWord) return none;
  // The first letter rules out most words without creating a string.
  if (firstLetters[(bytes[start] ?? 0) & 0xdf] !== 1) return none;
  const after = bytes[end] ?? 0x20;
  const isOpen = isOpening(before) && isClosing(after);
  const isValue = before === 0x3d; /* = */
  const isFirst = !hasSeenWord && after === 0x3a; /* : */
  const isCapitals = isCapital(bytes[start] ?? 0) && isCapital(bytes[start + 1] ?? 0);
  if (!isOpen && !isValue && !isFirst && !isCapitals) return none;
  const word = bytes.toString('latin1', start, end);
  const upper = word.toUpperCase();
  const level = words[upper] ?? none;
  if (level === none || isOpen || isValue) return level;
  if (!isSpace(before)) return none;
  // `LOG` is a level in Postgres, and an ordinary word elsewhere.
  if (upper === 'LOG') return after === 0x3a && word === upper ? level : none;
  return (word === upper && isWordEnd(after)) || isFirst ? level : none;
}

function isOpening(byte: number): boolean {
  return byte === 0x5b /* [ */ || byte === 0x28 /* ( */ || byte === 0x3c /* < */ || byte === 0x7c; /* | */
}

function isClosing(byte: number): boolean {
  return byte === 0x5d || byte === 0x29 || byte === 0x3e || byte === 0x7c || byte === 0x3a || byte === 0x20;
}

function isCapital(byte: number): boolean {
  return byte >= 0x41 && byte <= 0x5a;
}

/** Whether the key that ends at `end` is a level key of logfmt. */
function isLevelKey(bytes: Buffer, start: number, end: number): boolean {
  return /(?:^|[^a-z])(?:level|lvl|severity)$/i.test(bytes.toString('latin1', Math.max(start, end - 9), end));
}

/** `E0102 15:04:05.000000`, as klog and glog write. */
function klogLevel(bytes: Buffer, start: number, end: number): LevelCode {
  if (end - start < 8 || bytes[start + 5] !== 0x20) return none;
  for (let digit = 1; digit <= 4; digit += 1) if (!isDigit(bytes[start + digit] ?? 0)) return none;
  switch (bytes[start] ?? 0) {
    case 0x49:
      return info;
    case 0x57:
      return warn;
    case 0x45:
    case 0x46:
      return error;
    default:
      return none;
  }
}

/** `<3>` at the front (RFC 5424): the priority's last three bits are the severity. */
function syslogLevel(bytes: Buffer, start: number, end: number): LevelCode {
  if (bytes[start] !== 0x3c) return none;
  let at = start + 1;
  let priority = 0;
  while (at < end && at < start + 4 && isDigit(bytes[at] ?? 0)) {
    priority = priority * 10 + (bytes[at] ?? 0) - 0x30;
    at += 1;
  }
  if (bytes[at] !== 0x3e) return none;
  const severity = priority & 7;
  if (severity <= 3) return error;
  if (severity === 4) return warn;
  return severity === 7 ? debug : info;
}

/** `1:M 01 Jan 2026 00:00:00.000 # text`: redis has one sign per level. */
function redisLevel(bytes: Buffer, start: number, end: number): LevelCode {
  const colon = bytes.indexOf(0x3a, start);
  if (colon < 0 || colon > start + 8 || colon + 30 > end || bytes[colon + 2] !== 0x20) return none;
  if (!'MSCX'.includes(String.fromCodePoint(bytes[colon + 1] ?? 0))) return none;
  const limit = Math.min(end - 1, colon + 34);
  for (let at = colon + 20; at < limit; at += 1) {
    if (bytes[at - 1] !== 0x20 || bytes[at + 1] !== 0x20) continue;
    if (bytes[at] === 0x23 /* # */) return warn;
    if (bytes[at] === 0x2a /* * */) return info;
    if (bytes[at] === 0x2d /* - */ || bytes[at] === 0x2e /* . */) return debug;
  }
  return none;
}

/** The status after `… HTTP/1.1" ` of an access line: 5xx is an error, 4xx a warning. */
function accessStatus(bytes: Buffer, quoteAt: number, end: number, start: number): LevelCode {
  const protocolEnd = bytes[quoteAt - 1] === 0x5c ? quoteAt - 1 : quoteAt;
  // `HTTP/1.1` or `HTTP/2`.
  const isProtocol =
    protocolEnd - 8 >= start &&
    (bytes[protocolEnd - 4] === 0x2f || bytes[protocolEnd - 2] === 0x2f) &&
    isDigit(bytes[protocolEnd - 1] ?? 0);
  if (!isProtocol || bytes[quoteAt + 1] !== 0x20 || quoteAt + 4 >= end || isDigit(bytes[quoteAt + 5] ?? 0)) return none;
  switch (bytes[quoteAt + 2] ?? 0) {
    case 0x35:
      return error;
    case 0x34:
      return warn;
    case 0x31:
    case 0x32:
    case 0x33:
      return info;
    default:
      return none;
  }
}

/** The offset after an escape of JSON (`\u001b`, `\t`) or of a terminal (CSI). */
function skipEscape(bytes: Buffer, start: number, limit: number): number {
  let at = start;
  if (bytes[at] === 0x5c) {
    if (bytes[at + 1] === 0x22) return at + 1;
    at += bytes[at + 1] === 0x75 /* u */ ? 6 : 2;
  } else {
    at += 1;
  }
  if (bytes[at] !== 0x5b) return at;
  at += 1;
  while (at < limit && !isLetter(bytes[at] ?? 0)) at += 1;
  return at + 1;
}

function isLetter(byte: number): boolean {
  const upper = byte & 0xdf;
  return upper >= 0x41 && upper <= 0x5a;
}

function isDigit(byte: number): boolean {
  return byte >= 0x30 && byte <= 0x39;
}

function isWordByte(byte: number): boolean {
  return isLetter(byte) || isDigit(byte) || byte === 0x5f || byte === 0x2d;
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x3a;
}

function isWordEnd(byte: number): boolean {
  return byte === 0x20 || byte === 0x3a || byte === 0x09 || byte === 0x5c || byte === 0x2c || byte === 0x1b;
}
