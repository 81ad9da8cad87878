import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createPreferencesStore, defaultPreferences, parsePreferences } from './preferences-store.ts';

function storage(text: string | null = null) {
  let kept = text;
  return {
    getItem: () => kept,
    setItem(_key: string, next: string) {
      kept = next;
    },
  };
}

describe('preferences', () => {
  test('begin with the defaults, whatever is stored', () => {
    for (const text of [null, '', 'nonsense', 'null', '[]', '7', '{"theme":"pink","sorts":[],"foldedGroups":{}}']) {
      expect(createPreferencesStore(storage(text)).getState()).toEqual(defaultPreferences);
    }
  });

  test('are always sound after reading', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const read = parsePreferences(value);
        expect(parsePreferences(JSON.parse(JSON.stringify(read)))).toEqual(read);
        expect(['system', 'light', 'dark']).toContain(read.theme);
        expect(read.foldedGroups.every((group) => typeof group === 'string')).toBe(true);
      }),
    );
  });

  test('come back as they were left', () => {
    const kept = storage();
    const store = createPreferencesStore(kept);
    store.change({ theme: 'light', isSidebarCollapsed: true, containersFilter: 'running' });
    store.toggleGroup('shop');
    store.toggleGroup('blog');
    store.toggleGroup('shop');
    store.sort('containers', { column: 'state', direction: 'descending' });
    store.sort('images', { column: 'size', direction: 'ascending' });
    store.sort('images', null);
    expect(createPreferencesStore(kept).getState()).toEqual({
      ...defaultPreferences,
      theme: 'light',
      isSidebarCollapsed: true,
      containersFilter: 'running',
      foldedGroups: ['blog'],
      sorts: { containers: { column: 'state', direction: 'descending' } },
    });
  });

  test('keep searches that can be searched for, and sound sizes', () => {
    const search = { text: 'timeout', isRegex: true, matchCase: false, wholeWord: false };
    const logs = {
      fontSizePx: 900,
      wraps: true,
      times: 'sometimes',
      searches: [search, { text: '' }, 7, { text: 'x', isRegex: 1 }],
    };
    expect(parsePreferences({ logs }).logs).toEqual({
      ...defaultPreferences.logs,
      wraps: true,
      searches: [search, { ...search, text: 'x', isRegex: false }],
    });
  });

  test('hold while the page is open although nothing can be stored', () => {
    const store = createPreferencesStore({
      getItem() {
        throw new Error('denied');
      },
      setItem() {
        throw new Error('full');
      },
    });
    store.change({ theme: 'dark' });
    expect(store.getState().theme).toBe('dark');
  });
});
