import { ORPCError } from '@orpc/client';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { LogReader } from './log-reader.ts';
import { FakeLogs, filterOf } from './test/fake-logs.ts';

const leaves: (() => void)[] = [];
const read = (logs: FakeLogs): LogReader => {
  const reader = new LogReader(logs.service, ['a'.repeat(64)]);
  leaves.push(reader.subscribe(() => {}));
  return reader;
};
afterEach(() => {
  for (const leave of leaves.splice(0)) leave();
  vi.unstubAllGlobals();
});

const numbered = (count: number, word = 'line') => Array.from({ length: count }, (_, index) => `${word} ${index}`);

describe('log reader', () => {
  test('a log reader reads only around the wanted rows, with at most two concurrent reads', async () => {
    const logs = new FakeLogs();
    logs.firstLine = -50_000;
    logs.texts = numbered(50_000);
    const reader = read(logs);
    await vi.waitFor(() => expect(reader.state()).toMatchObject({ phase: 'open', rows: { first: -50_000, end: 0 } }));
    for (const from of [-49_000, -30_000, -10_000]) reader.rows.want(from, from + 60);
    await vi.waitFor(() => expect(reader.rows.line(-9950)?.text).toBe('line 40050'));
    await vi.waitFor(() => expect(reader.rows.line(-10_100)?.text).toBe('line 39900'));
    expect(reader.rows.line(-20_000)).toBeUndefined();
    expect(logs.mostAtOnce).toBeLessThanOrEqual(2);
  });

  test('a listener that throws is reported and does not reopen the log', async () => {
    const reported = vi.fn<(error: unknown) => void>();
    vi.stubGlobal('reportError', reported);
    const failure = new Error('a mistake of ours');
    const logs = new FakeLogs();
    const reader = new LogReader(logs.service, ['a'.repeat(64)]);
    leaves.push(
      reader.subscribe(() => {
        throw failure;
      }),
      reader.subscribe(() => {}),
    );
    reader.rows.wantTail(3);
    logs.add('a');
    await vi.waitFor(() => expect(reader.state().rows.end).toBe(1));
    logs.add('b');
    await vi.waitFor(() => expect(reader.state().rows.end).toBe(2));
    expect(reported).toHaveBeenCalledWith(failure);
    expect(logs.opened).toBe(1);
  });

  test('while the end is watched, new rows are published after they are loaded', async () => {
    const logs = new FakeLogs();
    const reader = read(logs);
    reader.rows.wantTail(3);
    const seen: (string | undefined)[] = [];
    leaves.push(
      reader.subscribe(() => {
        const { first, end } = reader.state().rows;
        for (let row = Math.max(first, end - 3); row < end; row += 1) seen.push(reader.rows.line(row)?.text);
      }),
    );
    logs.add('a');
    await vi.waitFor(() => expect(reader.state().rows.end).toBe(1));
    logs.add(...numbered(5000));
    await vi.waitFor(() => expect(reader.state().rows.end).toBe(5001));
    expect(seen).not.toContain(undefined);
    expect(seen.at(-1)).toBe('line 4999');
  });

  test('a search marks the visible lines, and a new search replaces it', async () => {
    const logs = new FakeLogs();
    logs.texts = ['one', 'two', 'one two'];
    const reader = read(logs);
    reader.rows.wantTail(10);
    await vi.waitFor(() => expect(reader.rows.line(2)).toBeDefined());
    reader.rows.look({ marks: filterOf('one'), rows: null }, null);
    await vi.waitFor(() => expect(reader.rows.line(0)?.matches).toHaveLength(1));
    expect(reader.rows.line(1)?.matches).toHaveLength(0);
    expect(reader.state().marks).toMatchObject({ endRow: 2, isDone: true });
    reader.rows.look({ marks: filterOf('two'), rows: null }, null);
    await vi.waitFor(() => expect(reader.rows.line(1)?.matches).toHaveLength(1));
    expect([...logs.selections.values()]).toEqual([filterOf('two')]);
    reader.rows.look({ marks: null, rows: null }, null);
    await vi.waitFor(() => expect(reader.rows.line(1)?.matches).toHaveLength(0));
    expect(logs.selections.size).toBe(0);
  });

  test('an invalid pattern is reported, and earlier marks stay', async () => {
    const logs = new FakeLogs();
    logs.texts = ['one'];
    const reader = read(logs);
    reader.rows.wantTail(10);
    await vi.waitFor(() => expect(reader.rows.line(0)).toBeDefined());
    reader.rows.look({ marks: filterOf('one'), rows: null }, null);
    await vi.waitFor(() => expect(reader.state().marks).not.toBeNull());
    reader.rows.look({ marks: filterOf('('), rows: null }, null);
    await vi.waitFor(() =>
      expect(reader.state().lookProblem).toMatchObject({ reason: 'pattern', detail: 'open group' }),
    );
    expect(logs.opened).toBe(1);
    reader.rows.look({ marks: filterOf('o'), rows: null }, null);
    await vi.waitFor(() => expect(reader.state().lookProblem).toBeNull());
  });

  test('a filter shows matching lines from the reading position on, and adds new ones', async () => {
    const logs = new FakeLogs();
    logs.texts = numbered(1000).map((text, index) => (index % 10 === 0 ? `${text} x` : text));
    const reader = read(logs);
    await vi.waitFor(() => expect(reader.state().phase).toBe('open'));
    await vi.waitFor(() => expect(reader.state().numbering).toBe(1));
    reader.rows.want(500, 560);
    await vi.waitFor(() => expect(reader.rows.line(505)).toBeDefined());
    const filter = filterOf(' x');
    reader.rows.look({ marks: filter, rows: filter }, 505);
    await vi.waitFor(() =>
      expect(reader.state()).toMatchObject({ isFiltered: true, landing: 51, rows: { first: 0, end: 100 } }),
    );
    expect(reader.rows.line(51)?.text).toBe('line 510 x');
    expect(logs.selections.size).toBe(1);
    reader.rows.wantTail(5);
    logs.add('more', 'more x');
    await vi.waitFor(() => expect(reader.rows.line(100)?.text).toBe('more x'));
    reader.rows.look({ marks: null, rows: null }, 51);
    await vi.waitFor(() => expect(reader.state()).toMatchObject({ isFiltered: false, landing: 510 }));
  });

  test('of several fast searches the last one stays, and the others are closed', async () => {
    const logs = new FakeLogs();
    logs.texts = numbered(100);
    const reader = read(logs);
    reader.rows.wantTail(10);
    await vi.waitFor(() => expect(reader.rows.line(99)).toBeDefined());
    for (const text of ['l', 'li', 'lin', 'line 9']) reader.rows.look({ marks: filterOf(text), rows: null }, null);
    await vi.waitFor(() => expect(reader.state().marks?.endRow).toBe(11));
    await vi.waitFor(() => expect([...logs.selections.values()]).toEqual([filterOf('line 9')]));
  });

  test('after a lost connection the log is reopened with its lines, position and search', async () => {
    const logs = new FakeLogs();
    logs.texts = numbered(1000);
    const reader = read(logs);
    await vi.waitFor(() => expect(reader.state().phase).toBe('open'));
    await vi.waitFor(() => expect(reader.state().numbering).toBe(1));
    reader.rows.want(200, 240);
    await vi.waitFor(() => expect(reader.rows.line(200)).toBeDefined());
    reader.rows.look({ marks: filterOf('5'), rows: null }, 200);
    await vi.waitFor(() => expect(reader.state().marks).not.toBeNull());
    logs.readError = new Error('gone');
    reader.rows.want(700, 740);
    await vi.waitFor(() => expect(logs.closed).toBe(1));
    reader.rows.want(200, 240);
    expect(reader.rows.line(200)?.text).toBe('line 200');
    logs.readError = null;
    // The numbers now begin at another line.
    logs.firstLine = -1000;
    await vi.waitFor(() => expect(logs.opened).toBe(2), 3000);
    await vi.waitFor(() => expect(reader.state()).toMatchObject({ landing: -800, rows: { first: -1000, end: 0 } }));
    expect(reader.rows.line(-800)?.text).toBe('line 200');
    expect(reader.state().marks).not.toBeNull();
  });

  test('a truncated log starts over on the page', async () => {
    const logs = new FakeLogs();
    logs.texts = ['old'];
    const reader = read(logs);
    reader.rows.wantTail(10);
    await vi.waitFor(() => expect(reader.rows.line(0)?.text).toBe('old'));
    const { numbering } = reader.state();
    logs.change(() => {
      logs.generation += 1;
      logs.texts = ['new'];
    });
    await vi.waitFor(() => expect(reader.rows.line(0)?.text).toBe('new'));
    expect(reader.state().numbering).toBeGreaterThan(numbering);
  });

  test('a log that cannot be opened is reported, and opens on a retry', async () => {
    const logs = new FakeLogs();
    logs.openError = new ORPCError('not-found', {
      defined: true,
      data: { reason: 'none', params: {}, detail: 'no such container', callId: '' },
    });
    const reader = read(logs);
    await vi.waitFor(() => expect(reader.state()).toMatchObject({ phase: 'failed', problem: { code: 'not-found' } }));
    logs.openError = null;
    reader.again();
    await vi.waitFor(() => expect(reader.state().phase).toBe('open'));
  });

  test('the log is closed with its last subscriber', async () => {
    const logs = new FakeLogs();
    const reader = read(logs);
    await vi.waitFor(() => expect(reader.state().phase).toBe('open'));
    leaves.pop()?.();
    await vi.waitFor(() => expect(logs.closed).toBe(1));
  });
});
