import { ORPCError } from '@orpc/client';
import type { LogFilter, LogLine, LogState, SelectionState } from '../../../../engine/contract/logs.ts';
import type { LogService } from '../log-service.ts';

type Call = { signal?: AbortSignal };

const anything: LogFilter = { query: null, levels: null, stream: null, sources: null, fromMs: null, toMs: null };
export const filterOf = (text: string): LogFilter => ({
  ...anything,
  query: { text, isRegex: false, matchCase: false, wholeWord: false },
});

/** A service with lines from `firstLine` on. */
export class FakeLogs {
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

  /** Changes something and wakes the waiting calls. */
  change(act: () => void): void {
    act();
    this.#seq += 1;
    for (const wake of this.#wakes.splice(0)) wake();
  }

  add(...texts: string[]): void {
    this.change(() => this.texts.push(...texts));
  }

  readonly service = {
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
  } as unknown as LogService;

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
