import { createInstance, type i18n } from 'i18next';
import { formatDiskSize, formatDuration, formatMemorySize } from './format.ts';
import { toPseudoResources } from './pseudo.ts';
import { resources } from './resources.ts';

/** `pseudo` is English with accents and 40 % more length, to show what a translation would break. */
export type Language = 'en' | 'pseudo';

/** The language that an address asks for (`?lang=pseudo`); English when it asks for none that there is. */
export function languageOf(search: string): Language {
  return new URLSearchParams(search).get('lang') === 'pseudo' ? 'pseudo' : 'en';
}

/** How English numbers and times are written where the person lives (24 hours or AM and PM): the first English of theirs. */
export function localeOf(languages: readonly string[]): string {
  return languages.find((language) => /^en\b/.test(language)) ?? 'en';
}

/** The catalogue in one language, ready at once: it is part of the page. */
export function createI18n(language: Language, locale = 'en'): i18n {
  const isPseudo = language === 'pseudo';
  const instance = createInstance({
    lng: locale,
    fallbackLng: 'en',
    resources: { en: { translation: isPseudo ? toPseudoResources(resources) : resources } },
    // React escapes what it draws; escaping twice would show entities.
    interpolation: { escapeValue: false },
    initAsync: false,
    returnNull: false,
  });
  // Everything is at hand, so this ends before it returns (`initAsync: false`).
  void instance.init();
  const { formatter } = instance.services;
  formatter?.add('disk', (value: number, locale) => formatDiskSize(value, locale ?? 'en'));
  formatter?.add('memory', (value: number, locale) => formatMemorySize(value, locale ?? 'en'));
  formatter?.add('duration', (value: number) => formatDuration(value, instance.t));
  return instance;
}
