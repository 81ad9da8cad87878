import { createContext, useContext } from 'react';
import type { i18n } from 'i18next';
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
import { type Catalogue, quickSentences } from './quick-sentences.ts';
import type { Translate } from './translate.ts';

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

/** The words and formats of the page's one language. */
export interface Words {
  readonly t: Translate;
  readonly format: Format;
}

const WordsContext = createContext<Words | null>(null);

/** Hands the words down to every screen. */
export const WordsProvider = WordsContext.Provider;

/** The words for the provider: made once, since the language does not change while the page is open. */
export function createWords(i18n: i18n): Words {
  const { t: translate, language: locale } = i18n;
  const t = quickSentences(translate, i18n.getResourceBundle('en', 'translation') as Catalogue, locale);
  return {
    t,
    format: {
      count: (count) => formatCount(count, locale),
      diskSize: (bytes) => formatDiskSize(bytes, locale),
      memorySize: (bytes) => formatMemorySize(bytes, locale),
      duration: (durationMs) => formatDuration(durationMs, t),
      ago: (atMs, nowMs) => formatAgo(atMs, nowMs, t),
      when: (atMs, nowMs) => formatWhen(atMs, nowMs, t, locale),
      exactTime: (atMs) => formatExactTime(atMs, locale),
      clock: (atMs) => formatClock(atMs, locale),
    },
  };
}

function useWords(): Words {
  const words = useContext(WordsContext);
  if (words === null) throw new Error('useT and useFormat need a WordsProvider above them.');
  return words;
}

/** The words of the page's language. */
export function useT(): Translate {
  return useWords().t;
}

/** Numbers, sizes and times in the page's language. */
export function useFormat(): Format {
  return useWords().format;
}
