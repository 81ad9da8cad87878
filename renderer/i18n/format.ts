import type { Translate } from './translate.ts';

/** Making a formatter takes a hundred times as long as using it, and every row of a list uses one. */
const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = numberFormats.get(key) ?? new Intl.NumberFormat(locale, options);
  numberFormats.set(key, format);
  return format;
}

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`;
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, options);
  dateFormats.set(key, format);
  return format;
}

/**
 * Where English numbers are grouped in threes by commas; India groups otherwise, South Africa by spaces. They are made
 * here: the first formatter of a page loads tables for 20 ms, which the first paint would wait for.
 */
const groupsByComma = /^en(?:-(?:US|GB|AU|CA|IE|NZ))?$/;

const diskUnits = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'] as const;
const englishUnits = ['byte', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

/** Disk and transfer sizes count in thousands, as `docker images` does: '41.4 MB'. */
export function formatDiskSize(bytes: number, locale: string): string {
  return formatSize(bytes, 1000, locale);
}

/** Memory counts in 1024s, as `--memory 512m` does, and is written MB all the same: '512 MB'. */
export function formatMemorySize(bytes: number, locale: string): string {
  return formatSize(bytes, 1024, locale);
}

function formatSize(bytes: number, base: 1000 | 1024, locale: string): string {
  let value = Math.max(0, bytes);
  let step = 0;
  // What would be rounded to 1000 belongs to the next unit: '1 GB', not '1,000 MB'.
  while (step < diskUnits.length - 1 && Math.round(value) >= 1000) {
    value /= base;
    step += 1;
  }
  const maximumFractionDigits = step === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2;
  if (groupsByComma.test(locale) && Number.isInteger(bytes) && value < 1e6) {
    // Made of its digits, as formatters do it: 1.005 is a little less than that as a binary number.
    const rounded = Number(`${Math.round(Number(`${value}e${maximumFractionDigits}`))}e-${maximumFractionDigits}`);
    const unit = step === 0 ? (rounded === 1 ? 'byte' : 'bytes') : englishUnits[step];
    return `${groupEnglish(String(rounded))} ${unit}`;
  }
  const unit = diskUnits[step] ?? 'byte';
  return numberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits,
  }).format(value);
}

/** A whole number in groups: '4,812'. */
export function formatCount(count: number, locale: string): string {
  if (groupsByComma.test(locale) && Number.isInteger(count)) return groupEnglish(String(count));
  return numberFormat(locale, {}).format(count);
}

/** '4812' as '4,812'; a fraction has two digits at most, and is left alone. */
function groupEnglish(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ',');
}

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** '0.21 s', '41 s', '41 min', '2 h 14 min', '2 days'. */
export function formatDuration(durationMs: number, t: Translate): string {
  const ms = Math.max(0, durationMs);
  if (ms < 10 * secondMs) return t('format.seconds', { value: (ms / secondMs).toFixed(ms < secondMs ? 2 : 1) });
  if (ms < minuteMs) return t('format.seconds', { value: Math.floor(ms / secondMs) });
  if (ms < hourMs) return t('format.minutes', { value: Math.floor(ms / minuteMs) });
  if (ms < 2 * dayMs) {
    const hours = Math.floor(ms / hourMs);
    const minutes = Math.floor((ms % hourMs) / minuteMs);
    return minutes === 0 || hours >= 3 ? t('format.hours', { hours }) : t('format.hoursMinutes', { hours, minutes });
  }
  return t('format.days', { count: Math.floor(ms / dayMs) });
}

/** How long ago, in one unit and however long: 'a moment ago', '4 min ago', '2 days ago'. */
export function formatAgo(atMs: number, nowMs: number, t: Translate): string {
  const ms = nowMs - atMs;
  // The page's clock moves once a minute, so that younger than that is all the same age.
  if (ms < minuteMs) return t('format.justNow');
  if (ms < hourMs) return t('format.minutesAgo', { count: Math.floor(ms / minuteMs) });
  if (ms < dayMs) return t('format.hoursAgo', { count: Math.floor(ms / hourMs) });
  return t('format.daysAgo', { count: Math.floor(ms / dayMs) });
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const writesMonthFirst = /^en(?:-US)?$/;

/** 'Jul 3', and 'Jul 3, 2025' of another year. The first formatter of a page would hold up the first paint, as above. */
function formatDate(at: Date, hasYear: boolean, locale: string): string {
  if (writesMonthFirst.test(locale)) {
    return `${months[at.getMonth()]} ${at.getDate()}${hasYear ? `, ${at.getFullYear()}` : ''}`;
  }
  return dateFormat(locale, { day: 'numeric', month: 'short', ...(hasYear ? { year: 'numeric' } : {}) }).format(at);
}

function formatWeekday(at: Date, locale: string): string {
  const english = locale.startsWith('en') ? weekdays[at.getDay()] : undefined;
  return english ?? dateFormat(locale, { weekday: 'long' }).format(at);
}

/** When: relative under 24 hours, the weekday under 7 days, then the date. */
export function formatWhen(atMs: number, nowMs: number, t: Translate, locale: string): string {
  const ms = nowMs - atMs;
  if (ms < dayMs) return formatAgo(atMs, nowMs, t);
  const at = new Date(atMs);
  if (ms < 7 * dayMs) return formatWeekday(at, locale);
  return formatDate(at, at.getFullYear() !== new Date(nowMs).getFullYear(), locale);
}

/** To the second, for tooltips: 'Jul 3, 2025, 13:40:12'. */
export function formatExactTime(atMs: number, locale: string): string {
  return dateFormat(locale, { dateStyle: 'medium', timeStyle: 'medium' }).format(new Date(atMs));
}

/** Hours and minutes, for 'Last seen 13:40'. */
export function formatClock(atMs: number, locale: string): string {
  return dateFormat(locale, { timeStyle: 'short' }).format(new Date(atMs));
}
