const pad = (value: number, digits: number) => String(value).padStart(digits, '0');

/**
 * '14:02:07.218' in the local time zone; empty without a time. `time` is RFC 3339 with nanoseconds.
 */
export function toClockTime(time: string): string {
  if (time === '') return '';
  const at = new Date(time);
  if (Number.isNaN(at.getTime())) return time;
  return `${pad(at.getHours(), 2)}:${pad(at.getMinutes(), 2)}:${pad(at.getSeconds(), 2)}.${pad(at.getMilliseconds(), 3)}`;
}

/** The value of a `datetime-local` field, in the local time zone, to the second. */
export function toFieldTime(atMs: number): string {
  const at = new Date(atMs);
  const date = `${pad(at.getFullYear(), 4)}-${pad(at.getMonth() + 1, 2)}-${pad(at.getDate(), 2)}`;
  return `${date}T${pad(at.getHours(), 2)}:${pad(at.getMinutes(), 2)}:${pad(at.getSeconds(), 2)}`;
}

/**
 * Parses the value of a `datetime-local` field to milliseconds since 1970; null when it is no time.
 */
export function fromFieldTime(value: string): number | null {
  if (value === '') return null;
  const atMs = new Date(value).getTime();
  return Number.isNaN(atMs) ? null : atMs;
}
