import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import {
  formatAgo,
  formatClock,
  formatCount,
  formatDiskSize,
  formatDuration,
  formatExactTime,
  formatMemorySize,
  formatWhen,
} from './format.ts';
import type { Translate } from './translate.ts';

/** The words of the page's language. */
export function useT(): Translate {
  return useTranslation().t;
}

export interface Format {
  /** '4,812' */
  readonly count: (count: number) => string;
  /** '41.4 MB', in thousands. */
  readonly diskSize: (bytes: number) => string;
  /** '512 MB', in 1024s. */
  readonly memorySize: (bytes: number) => string;
  /** '0.21 s', '2 h 14 min' */
  readonly duration: (durationMs: number) => string;
  /** '4 min ago', '2 days ago' */
  readonly ago: (atMs: number, nowMs: number) => string;
  /** '4 min ago', 'Tuesday', 'Jul 3' */
  readonly when: (atMs: number, nowMs: number) => string;
  /** 'Jul 3, 2025, 1:40:12 PM' */
  readonly exactTime: (atMs: number) => string;
  /** '1:40 PM' */
  readonly clock: (atMs: number) => string;
}

/** Numbers, sizes and times in the page's language. Its identity changes only with the language. */
export function useFormat(): Format {
  const { t, i18n } = useTranslation();
  const locale = i18n.language;
  return useMemo(
    () => ({
      count: (count) => formatCount(count, locale),
      diskSize: (bytes) => formatDiskSize(bytes, locale),
      memorySize: (bytes) => formatMemorySize(bytes, locale),
      duration: (durationMs) => formatDuration(durationMs, t),
      ago: (atMs, nowMs) => formatAgo(atMs, nowMs, t),
      when: (atMs, nowMs) => formatWhen(atMs, nowMs, t, locale),
      exactTime: (atMs) => formatExactTime(atMs, locale),
      clock: (atMs) => formatClock(atMs, locale),
    }),
    [t, locale],
  );
}
