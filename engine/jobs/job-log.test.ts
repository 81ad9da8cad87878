import { expect, test } from 'vitest';
import { JobLog } from './job-log.ts';

test('numbers lines, and takes several at once', () => {
  const log = new JobLog();
  log.add('one');
  log.add('two\r\nthree\n');
  expect(log.read(0)).toEqual({ from: 0, lines: ['one', 'two', 'three'] });
  expect(log.read(2)).toEqual({ from: 2, lines: ['three'] });
  expect(log.read(9)).toEqual({ from: 3, lines: [] });
  expect(log.end).toBe(3);
});

test('keeps the last 2,000 lines, answers 500 at most, and cuts a line that is too long', () => {
  const log = new JobLog();
  for (let line = 0; line < 2_010; line += 1) log.add(String(line));
  expect(log.end).toBe(2_010);
  const first = log.read(0);
  expect(first.from).toBe(10);
  expect(first.lines).toHaveLength(500);
  expect(first.lines[0]).toBe('10');
  expect(log.read(2_009).lines).toEqual(['2009']);
  log.add('x'.repeat(5_000));
  expect(log.read(2_010).lines[0]).toHaveLength(2_000);
});
