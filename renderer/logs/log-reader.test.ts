import { ORPCError } from '@orpc/client';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { LogFilter, LogLine, LogState, SelectionState } from '../../engine/contract/logs.ts';
import { LogReader } from './log-reader.ts';
import type { LogSource } from './log-source.ts';

type Call = { signal?: AbortSignal };

const anything: LogFilter = { query: null, levels: null, stream: null, sources: null, fromMs: null, toMs: null };
const filterOf = (text: string): LogFilter => ({
  ...anything,
  query: { text, isRegex: false, matchCase: false, wholeWord: false },
});

/** A service that holds lines from `firstLine` on, and tells of them when asked. */
class FakeLogs {
  texts: string[] = [];
  firstLine = 0;
  generation = 0;
  opened = 0;
  closed = 0;
  reads: [string | null, string | null, number, number][] = [];
  openError: Error | null = null;
  readError: Error | null = null;
  selections = new Map<string, LogFilter>();
  atOnce = 0;
  mostAtOnce = 0;
  #seq = 1;
  #wakes: (() => void)[] = [];
  #selected = 0;

  /** Something is new. */
  change(act: () => void): void {
    act();
    this.#seq += 1;
    for (const wake of this.#wakes.splice(0)) wake();
  }

  add(...texts: string[]): void {
    this.change(() => this.texts.push(...texts));
  }

  readonly source = {
    logs: {
      open: async () => {
        if (this.openError !== null) throw this.openError;
        this.opened += 1;
        return { log: `log${this.opened}` };
      },
      changes: async ({ seq }: { seq: number }, call: Call): Promise<LogState> => {
        await this.#newerThan(seq, call);
        return {
          seq: this.#seq,
          generation: this.generation,
          firstLine: this.firstLine,
          endLine: this.firstLine + this.texts.length,
          numberOffset: 1,
          olderDone: 1,
          levels: { error: 0, warn: 0, info: 0, debug: 0 },
          sizeBytes: 0,
          behindLines: 0,
          sources: [],
        };
      },
      read: async ({
        rows,
        marks,
        from,
        to,
      }: {
        rows: string | null;
        marks: string | null;
        from: number;
        to: number;
      }) => {
        if (this.readError !== null) throw this.readError;
        this.reads.push([rows, marks, from, to]);
        this.atOnce += 1;
        this.mostAtOnce = Math.max(this.mostAtOnce, this.atOnce);
        await Promise.resolve();
        this.atOnce -= 1;
        const query = this.selections.get(marks ?? '')?.query?.text ?? null;
        const lines = this.#rows(rows).filter(({ row }) => row >= from && row < to);
        return {
          lines: lines.map((line) => ({
            ...line,
            matches: query !== null && line.text.includes(query) ? [[0, 1]] : [],
          })),
        };
      },
      select: async ({ filter }: { filter: LogFilter }) => {
        if (filter.query?.text === '(') {
          throw new ORPCError('invalid', {
            defined: true,
            data: { reason: 'pattern', params: {}, detail: 'open group', callId: '' },
          });
        }
        this.#selected += 1;
        const selection = `selection${this.#selected}`;
        this.selections.set(selection, filter);
        return { selection };
      },
      selectionChanges: async (
        { selection, seq }: { selection: string; seq: number },
        call: Call,
      ): Promise<SelectionState> => {
        await this.#newerThan(seq, call);
        const count = this.#rows(selection).length;
        return {
          seq: this.#seq,
          generation: this.generation,
          firstRow: 0,
          endRow: count,
          scannedLines: 0,
          isDone: true,
          problem: null,
        };
      },
      unselect: async ({ selection }: { selection: string }) => {
        this.selections.delete(selection);
      },
      locate: async ({ rows, at }: { rows: string | null; at: { line?: number; ms?: number } }) => {
        const found = this.#rows(rows).find(({ line, time }) =>
          at.line === undefined ? Date.parse(time) >= (at.ms ?? 0) : line >= at.line,
        );
        return { row: found?.row ?? 0, line: found?.line ?? 0 };
      },
      close: async () => {
        this.closed += 1;
      },
    },
    whenConnected: async () => {},
    nextFrame: async () => {},
  } as unknown as LogSource;

  #rows(selection: string | null): LogLine[] {
    const text = this.selections.get(selection ?? '')?.query?.text ?? '';
    return this.texts
      .map((line, index): LogLine => ({
        line: this.firstLine + index,
        row: this.firstLine + index,
        source: 0,
        time: new Date(Date.UTC(2026, 0, 1) + index * 1000).toISOString(),
        stream: 'stdout',
        level: null,
        text: line,
        restBytes: 0,
        matches: [],
        event: null,
      }))
      .filter((line) => line.text.includes(text))
      .map((line, index) => (selection === null ? line : { ...line, row: index }));
  }

  async #newerThan(seq: number, { signal }: Call): Promise<void> {
    while (seq >= this.#seq) {
      await new Promise<void>((resolve, reject) => {
        this.#wakes.push(resolve);
        signal?.addEventListener('abort', () => reject(new DOMException('x', 'AbortError')), { once: true });
      });
    }
  }
}

const leaves: (() => void)[] = [];
const read = (logs: FakeLogs): LogReader => {
  const reader = new LogReader(logs.source, ['a'.repeat(64)]);
  leaves.push(reader.subscribe(() => {}));
  return reader;
};
afterEach(() => {
  for (const leave of leaves.splice(0)) leave();
});

const numbered = (count: number, word = 'line') => Array.from({ length: count }, (_, index) => `${word} ${index}`);

describe('reading a log', () => {
  test('knows how far it goes, and reads only around what someone looks at, twice at once at most', async () => {
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

  test('while the end is watched, new lines are told only when they are here', async () => {
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

  test('a search marks what is seen, and a new one takes its place', async () => {
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

  test('a pattern that is none is told, and what was marked stays', async () => {
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

  test('only what a filter lets through is shown, from where one was reading, and grows as it comes', async () => {
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

  test('of searches that are typed fast the last one counts, and the others are given up', async () => {
    const logs = new FakeLogs();
    logs.texts = numbered(100);
    const reader = read(logs);
    reader.rows.wantTail(10);
    await vi.waitFor(() => expect(reader.rows.line(99)).toBeDefined());
    for (const text of ['l', 'li', 'lin', 'line 9']) reader.rows.look({ marks: filterOf(text), rows: null }, null);
    await vi.waitFor(() => expect(reader.state().marks?.endRow).toBe(11));
    await vi.waitFor(() => expect([...logs.selections.values()]).toEqual([filterOf('line 9')]));
  });

  test('begins anew when the service is lost, keeps the lines until then, and the place and the search after that', async () => {
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
    // The numbers begin at another line now.
    logs.firstLine = -1000;
    await vi.waitFor(() => expect(logs.opened).toBe(2), 3000);
    await vi.waitFor(() => expect(reader.state()).toMatchObject({ landing: -800, rows: { first: -1000, end: 0 } }));
    expect(reader.rows.line(-800)?.text).toBe('line 200');
    expect(reader.state().marks).not.toBeNull();
  });

  test('a log that was emptied begins anew', async () => {
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

  test('what cannot be opened is told, and can be tried again', async () => {
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

  test('the log is closed when nobody looks any more', async () => {
    const logs = new FakeLogs();
    const reader = read(logs);
    await vi.waitFor(() => expect(reader.state().phase).toBe('open'));
    leaves.pop()?.();
    await vi.waitFor(() => expect(logs.closed).toBe(1));
  });
});
