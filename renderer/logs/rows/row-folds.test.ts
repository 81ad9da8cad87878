import { expect, test } from 'vitest';
import type { LogLine } from '../../../engine/contract/logs.ts';
import { RowFolds } from './row-folds.ts';

const rowsOf = (texts: readonly string[]) => {
  const lines = texts.map((text, line): LogLine => ({
    line,
    row: line,
    source: text.startsWith('@') ? 1 : 0,
    time: '',
    stream: 'stderr',
    level: null,
    text,
    restBytes: 0,
    matches: [],
    event: null,
  }));
  return (row: number) => lines[row];
};

const java = [
  'ERROR request failed',
  'java.lang.IllegalStateException: closed',
  '\tat com.acme.Pool.take(Pool.java:41)',
  'Caused by: java.net.ConnectException: refused',
  '\t... 12 more',
  'INFO next',
];
const python = [
  'Traceback (most recent call last):',
  '  File "/app/a.py", line 3, in f',
  '    raise X()',
  'app.XError: no',
  'done',
];

test('a trace folds below its first line', () => {
  const folds = new RowFolds(rowsOf(java), (line) => line === 1);
  expect(java.map((_, row) => folds.headOf(row))).toEqual([null, null, 1, 1, 1, null]);
  expect(java.map((_, row) => folds.isHidden(row))).toEqual([false, false, true, true, true, false]);
  expect(folds.countOf(1)).toBe(3);
  expect(folds.countOf(0)).toBe(0);
});

test('a Python traceback is one trace, including the error at its end', () => {
  const folds = new RowFolds(rowsOf(python), () => true);
  expect(python.map((_, row) => folds.headOf(row))).toEqual([null, 0, 0, 0, null]);
});

test('indented lines outside a trace and lines of another container do not fold', () => {
  const folds = new RowFolds(rowsOf(['config:', '  a: 1', 'x', '@\tat y', '\tat z']), () => true);
  expect([0, 1, 2, 3, 4].map((row) => folds.headOf(row))).toEqual([null, null, null, null, null]);
});

test('sixty rows within a trace of a hundred thousand lines need few lookups', () => {
  const rows = rowsOf(Array.from({ length: 100_000 }, () => '\tat f(x)'));
  let looks = 0;
  const folds = new RowFolds(
    (row) => {
      looks += 1;
      return rows(row);
    },
    () => true,
  );
  for (let row = 90_000; row < 90_060; row += 1) folds.isHidden(row);
  expect(looks).toBeLessThan(60 * 500 * 4);
});
