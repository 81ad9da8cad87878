/**
 * Parses an RFC 3339 time in UTC as dockerd writes it (`2026-01-02T03:04:05.123456789Z`). Returns
 * milliseconds with fraction since 1970, exact to 0.25 µs (the precision of a number); NaN for
 * anything else.
 */
export function parseTime(bytes: Buffer, start: number, end: number): number {
  if (end - start < 20 || bytes[start + 10] !== 0x54 || bytes[end - 1] !== 0x5a) return Number.NaN;
  const seconds =
    daysSince1970(digits(bytes, start, 4), digits(bytes, start + 5, 2), digits(bytes, start + 8, 2)) * 86_400 +
    digits(bytes, start + 11, 2) * 3600 +
    digits(bytes, start + 14, 2) * 60 +
    digits(bytes, start + 17, 2);
  let fraction = 0;
  let scale = 100;
  for (let at = start + 20; at < end - 1; at += 1) {
    fraction += ((bytes[at] ?? 0x30) - 0x30) * scale;
    scale /= 10;
  }
  return seconds * 1000 + fraction;
}

function digits(bytes: Buffer, start: number, count: number): number {
  let number = 0;
  for (let at = start; at < start + count; at += 1) number = number * 10 + (bytes[at] ?? 0x30) - 0x30;
  return number;
}

/**
 * Days in the proleptic Gregorian calendar. The year begins in March, so that the leap day is its
 * last day.
 */
function daysSince1970(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/** Adds trailing zeros up to nine digits, as `docker logs --timestamps` prints; files omit them. */
export function withAllDigits(time: string): string {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?Z$/.exec(time);
  return match === null ? time : `${match[1]}.${(match[2] ?? '').padEnd(9, '0')}Z`;
}
