import type { LogLine } from '../../../engine/contract/logs.ts';
import { stripEscapes } from '../../../engine/contract/escape-sequences.ts';
import { toTraceRole, type TraceRole } from './stack-trace.ts';

/** A longer trace hides only this many rows. */
const mostFolded = 500;
/** Bounds the search for the first line of a trace: recursive programs print thousands of lines. */
const mostSteps = 500;

const roles = new WeakMap<LogLine, TraceRole>();

/** Finds the stack traces among the loaded rows, each below its first line. */
export class RowFolds {
  readonly #line: (row: number) => LogLine | undefined;
  readonly #isFolded: (line: number) => boolean;
  readonly #heads = new Map<number, number | null>();

  /** `isFolded` takes the line number of a trace's first line. */
  constructor(line: (row: number) => LogLine | undefined, isFolded: (line: number) => boolean) {
    this.#line = line;
    this.#isFolded = isFolded;
  }

  /**
   * The row of the first line of the trace that this row belongs to; null when it belongs to none.
   */
  headOf(row: number): number | null {
    const known = this.#heads.get(row);
    if (known !== undefined) return known;
    const head = this.#findHead(row);
    this.#heads.set(row, head);
    return head;
  }

  isHidden(row: number): boolean {
    const head = this.headOf(row);
    if (head === null || row - head > mostFolded) return false;
    const line = this.#line(head);
    return line !== undefined && this.#isFolded(line.line);
  }

  /** Number of rows in the trace below this row. */
  countOf(row: number): number {
    let count = 0;
    while (count < mostFolded && this.headOf(row + count + 1) === row) count += 1;
    return count;
  }

  #findHead(row: number): number | null {
    for (let at = row, steps = 0; steps < mostSteps; at -= 1, steps += 1) {
      const role = this.#roleOf(at);
      if (role === null || role === 'none' || role === 'begins') return at === row ? null : at;
      if (!this.#isBehindItsLine(at)) return at === row ? null : at;
      // A line that only continues a trace needs one before it.
      if (role === 'goes-on' && !this.#isOfTrace(at - 1)) return at === row ? null : at;
    }
    return null;
  }

  #isOfTrace(row: number): boolean {
    for (let at = row, steps = 0; steps < mostSteps; at -= 1, steps += 1) {
      const role = this.#roleOf(at);
      if (role === 'begins' || role === 'follows') return true;
      if (role !== 'goes-on' || !this.#isBehindItsLine(at)) return false;
    }
    return false;
  }

  /** Whether the previous row is the previous line, of the same container. */
  #isBehindItsLine(row: number): boolean {
    const line = this.#line(row);
    const before = this.#line(row - 1);
    return (
      line !== undefined && before?.line === line.line - 1 && before.source === line.source && before.event === null
    );
  }

  #roleOf(row: number): TraceRole | null {
    const line = this.#line(row);
    if (line === undefined) return null;
    const known = roles.get(line);
    if (known !== undefined) return known;
    const role = toTraceRole(stripEscapes(line.text.slice(0, 300)));
    roles.set(line, role);
    return role;
  }
}
