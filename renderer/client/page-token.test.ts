import { expect, test } from 'vitest';
import { readToken, takeToken } from './page-token.ts';

function tab(hash: string) {
  const kept = new Map<string, string>();
  const shown: string[] = [];
  return {
    shown,
    location: { hash, pathname: '/', search: '?lang=pseudo' },
    history: {
      replaceState: (_data: unknown, _unused: string, url?: string | URL | null) => void shown.push(String(url)),
    },
    storage: {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, text: string) => void kept.set(key, text),
    },
  };
}

test('a token goes from the address into the tab', () => {
  const places = tab('#token=0123456789abcdef_-XYZ');
  takeToken(places);
  expect(readToken(places.storage)).toBe('0123456789abcdef_-XYZ');
  expect(places.shown).toEqual(['/?lang=pseudo#/containers']);
});

test('other addresses are left alone', () => {
  for (const hash of ['', '#/images', '#token=', '#token=sh ort', '#/x#token=0123456789abcdef']) {
    const places = tab(hash);
    takeToken(places);
    expect(readToken(places.storage)).toBeNull();
    expect(places.shown).toEqual([]);
  }
});
