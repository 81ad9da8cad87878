import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createI18n, languageOf, localeOf } from './create-i18n.ts';
import { formatAgo, formatClock, formatDiskSize, formatDuration, formatMemorySize, formatWhen } from './format.ts';
import { resources } from './resources.ts';

const { t } = createI18n('en');
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

describe('sizes', () => {
  test.each([
    [0, '0 byte', '0 byte'],
    [999, '999 byte', '999 byte'],
    [1000, '1 kB', '0.98 kB'],
    [41_400_000, '41.4 MB', '39.5 MB'],
    [536_870_912, '537 MB', '512 MB'],
    [999_999_999, '1 GB', '954 MB'],
    [1_270_000_000, '1.27 GB', '1.18 GB'],
    [64_000_000_000_000, '64 TB', '58.2 TB'],
  ])('%d bytes on disk and in memory', (bytes, disk, memory) => {
    expect([formatDiskSize(bytes, 'en'), formatMemorySize(bytes, 'en')]).toEqual([
      disk.replace('byte', 'bytes'),
      memory.replace('byte', 'bytes'),
    ]);
  });
});

test('English sizes are those that a formatter would make', () => {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte', 'petabyte'];
  const sizes = fc.oneof(
    fc.integer({ min: 0, max: 2000 }),
    fc
      .tuple(fc.integer({ min: 0, max: 16 }), fc.integer({ min: 1, max: 99_999 }))
      .map(([zeros, digits]) => digits * 10 ** zeros),
    fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1, max: 4096 }))
      .map(([power, times]) => times * 2 ** power),
  );
  const locales = fc.constantFrom('en', 'en-US', 'en-GB', 'en-AU', 'en-CA', 'en-IE', 'en-NZ');
  fc.assert(
    fc.property(sizes, locales, fc.constantFrom(1000, 1024), (bytes, locale, base) => {
      let [value, step] = [bytes, 0];
      for (; step < 5 && Math.round(value) >= 1000; step += 1) value /= base;
      const expected = new Intl.NumberFormat(locale, {
        style: 'unit',
        unit: units[step] ?? '',
        unitDisplay: step === 0 ? 'long' : 'short',
        maximumFractionDigits: step === 0 || value >= 100 ? 0 : value >= 10 ? 1 : 2,
      }).format(value);
      expect((base === 1000 ? formatDiskSize : formatMemorySize)(bytes, locale)).toBe(expected);
    }),
    { numRuns: 3000 },
  );
});

describe('durations', () => {
  test.each([
    [0, '0.00 s'],
    [210, '0.21 s'],
    [1250, '1.3 s'],
    [9999, '10.0 s'],
    [41 * second, '41 s'],
    [41 * minute, '41 min'],
    [2 * hour + 14 * minute, '2 h 14 min'],
    [2 * hour, '2 h'],
    [7 * hour + 14 * minute, '7 h'],
    [30 * hour, '30 h'],
    [2 * day, '2 days'],
  ])('%d ms', (ms, words) => {
    expect(formatDuration(ms, t)).toBe(words);
  });
});

describe('times', () => {
  const now = Date.UTC(2026, 6, 15, 12);

  test.each([
    [-5 * second, 'a moment ago', 'a moment ago'],
    [59 * second, 'a moment ago', 'a moment ago'],
    [4 * minute, '4 min ago', '4 min ago'],
    [23 * hour, '23 h ago', '23 h ago'],
    [day, '1 day ago', 'Tuesday'],
    [5 * day, '5 days ago', 'Friday'],
    [40 * day, '40 days ago', 'Jun 5'],
    [400 * day, '400 days ago', 'Jun 10, 2025'],
  ])('%d ms ago', (ms, ago, when) => {
    expect([formatAgo(now - ms, now, t), formatWhen(now - ms, now, t, 'en')]).toEqual([ago, when]);
  });
});

describe('the catalogue', () => {
  test('formats lists, sizes and plurals in sentences', () => {
    expect(t('format.list', { items: ['a', 'b', 'c'] })).toBe('a, b, and c');
    expect(t('verbs.image.remove.goesSize', { count: 1, size: 52_000_000 })).toContain('52 MB');
    expect(t('format.daysAgo', { count: 1 })).toBe('1 day ago');
    expect(t('verbs.container.stop.title', { count: 2, name: '' })).toBe('Stop 2 containers');
  });

  test('leaves nothing out and nothing to please', () => {
    const banned = /\b(please|sorry|oops|successfully|simply|delete|kill)\b|!/i;
    for (const [key, text] of texts(resources)) {
      expect({ key, text }).toEqual({ key, text: expect.not.stringMatching(banned) });
      expect({ key, text }).toEqual({ key, text: expect.not.stringMatching(/^\s*$|'/) });
    }
  });

  test('has a form for one wherever it has one for many', () => {
    const keys = new Set([...texts(resources)].map(([key]) => key));
    const partner = (key: string) =>
      key.endsWith('_one') ? key.replace(/_one$/, '_other') : key.replace(/_other$/, '_one');
    const lonely = [...keys].filter((key) => /_(one|other)$/.test(key) && !keys.has(partner(key)));
    expect(lonely).toEqual([]);
  });

  test('can be seen as a translation would stretch it', () => {
    const pseudo = createI18n(languageOf('?lang=pseudo')).t;
    const text = pseudo('verbs.container.stop.title', { count: 1, name: 'web' });
    expect(text).toMatch(/^\[Štöp web·+\]$/);
    expect(languageOf('?lang=xx')).toBe('en');
  });

  test('writes times as people do where they live', () => {
    expect(localeOf(['de-AT', 'en-GB', 'en'])).toBe('en-GB');
    expect(localeOf(['de-AT'])).toBe('en');
    const british = createI18n('en', 'en-GB');
    expect(british.t('format.daysAgo', { count: 2 })).toBe('2 days ago');
    expect(formatClock(new Date(2026, 0, 1, 16, 20).getTime(), british.language)).toBe('16:20');
  });
});

function* texts(node: object, path = ''): Generator<[key: string, text: string]> {
  for (const [key, value] of Object.entries(node)) {
    if (typeof value === 'string') yield [`${path}${key}`, value];
    else if (typeof value === 'object' && value !== null) yield* texts(value, `${path}${key}.`);
  }
}

test('the short way to write an English date is what Intl writes', () => {
  const now = Date.UTC(2026, 10, 21, 12);
  const noon = Date.UTC(2025, 0, 5, 12);
  for (let day = 0; day < 600; day += 1) {
    const at = new Date(noon + day * 86_400_000);
    const hasYear = at.getFullYear() !== 2026;
    const written = new Intl.DateTimeFormat('en-US', {
      day: 'numeric',
      month: 'short',
      ...(hasYear ? { year: 'numeric' } : {}),
    }).format(at);
    expect(formatWhen(at.getTime(), now, t, 'en-US')).toBe(written);
  }
});
