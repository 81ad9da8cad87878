import { expect, test } from 'vitest';
import { countConditions, noFilter, noSearch, toggleErrorsOnly, toLook } from './log-query.ts';

const nothing = { query: null, levels: null, stream: null, sources: null, fromMs: null, toMs: null };
const search = { ...noSearch, text: 'x' };
const query = { text: 'x', isRegex: false, matchCase: false, wholeWord: false };

test('without a search and a filter all lines are shown and none is marked', () => {
  expect(toLook(noSearch, noFilter, ['a', 'b'])).toEqual({ marks: null, rows: null });
});

test('a search marks lines and shows all', () => {
  expect(toLook(search, noFilter, ['a'])).toEqual({ marks: { ...nothing, query }, rows: null });
});

test('showing only matching lines uses one selection for marks and rows', () => {
  const look = toLook(search, { ...noFilter, onlyMatching: true }, ['a']);
  expect(look.rows).toBe(look.marks);
  expect(toLook(noSearch, { ...noFilter, onlyMatching: true }, ['a']).rows).toBeNull();
});

test('a filter also applies to the marks', () => {
  const filter = { ...noFilter, hiddenLevels: ['debug'] as const, stream: 'stderr' as const, hiddenSources: ['a'] };
  const conditions = {
    levels: ['error', 'warn', 'info', 'none'],
    stream: 'stderr',
    sources: [1],
    fromMs: null,
    toMs: null,
  };
  expect(toLook(search, filter, ['a', 'b'])).toEqual({
    marks: { query, ...conditions },
    rows: { query: null, ...conditions },
  });
  expect(countConditions(filter)).toBe(2);
});

test('the errors-only toggle hides other levels and shows them again', () => {
  const errors = toggleErrorsOnly(noFilter);
  expect(toLook(noSearch, errors, ['a']).rows?.levels).toEqual(['error']);
  expect(toggleErrorsOnly(errors)).toEqual(noFilter);
});
