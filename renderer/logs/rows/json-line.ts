/** The summary of a JSON line. */
export interface JsonLine {
  /** The value of the first usual message key; empty when there is none. */
  readonly message: string;
  /** Some short values with their keys. */
  readonly chips: readonly { readonly key: string; readonly value: string }[];
  readonly keyCount: number;
}

const messageKeys = ['msg', 'message', '@message', 'event', 'text', 'log', 'body', 'error'] as const;
/** Keys that have columns of their own, or rarely matter. */
const uninterestingKeys =
  /^(?:@?timestamp|time|ts|t|date|datetime|level|lvl|severity|loglevel|log\.level|v|pid|hostname|@version|stream)$/i;
const mostChips = 3;
const longestValue = 40;
const longestMessage = 1000;

/** Summarises a line that is one JSON object; null for any other line. */
export function parseJsonLine(text: string): JsonLine | null {
  const trimmed = text.trim();
  if (!trimmed.startsWith('{') || !trimmed.endsWith('}')) return null;
  const record = parseObject(trimmed);
  if (record === null) return null;
  const keys = Object.keys(record);
  const messageKey = messageKeys.find((key) => typeof record[key] === 'string' && record[key] !== '');
  const message = messageKey === undefined ? '' : String(record[messageKey]);
  const chips = keys
    .filter((key) => key !== messageKey && !uninterestingKeys.test(key) && key.length <= longestValue)
    .flatMap((key) => {
      const value = toShort(record[key]);
      return value === null ? [] : [{ key, value }];
    })
    .slice(0, mostChips);
  return { message: message.slice(0, longestMessage), chips, keyCount: keys.length };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : null;
  } catch {
    // Not JSON: an ordinary line.
    return null;
  }
}

function toShort(value: unknown): string | null {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return typeof value === 'string' && value !== '' && value.length <= longestValue ? value : null;
}
