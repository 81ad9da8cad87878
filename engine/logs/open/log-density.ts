import type { LogDensity } from '../../contract/logs.ts';
import type { LineSequence, LineBlock } from '../index/line-sequence.ts';
import type { LineStore } from '../index/line-store.ts';
import { endOfLine, levelOf, type LogChunk } from '../index/log-chunk.ts';
import type { SelectedRows } from '../search/selected-rows.ts';

/** Long logs are counted in cells of this many lines, once. */
const cellLines = 256;
/** Up to this many lines are counted one by one, each time. */
const fewLines = 50_000;
/** With a filter, at most this many rows are sampled: each needs a lookup. */
const sampledRows = 4000;
const warn = 3;
const error = 4;

interface DensityRequest {
  readonly sequence: LineSequence;
  readonly stores: readonly LineStore[];
  readonly rows: SelectedRows | null;
  readonly marks: SelectedRows | null;
  readonly buckets: number;
}

/** Sums over up to 256 lines of a block, or over a bucket. */
interface Cell {
  lines: number;
  bytes: number;
  errors: number;
  warnings: number;
}

/**
 * Computes the density of a log for the minimap. Matches are exact; with a filter, levels and
 * lengths are estimated from a sample.
 */
export class DensityPainter {
  /** The cells of each block; only the last one grows. */
  readonly #cells = new WeakMap<LineBlock, Cell[]>();

  paint({ sequence, stores, rows, marks, buckets }: DensityRequest): LogDensity {
    const firstRow = rows?.firstRow ?? sequence.firstLine;
    const endRow = rows?.endRow ?? sequence.endLine;
    const count = Math.min(buckets, Math.max(0, endRow - firstRow));
    const sums = Array.from({ length: count }, (): Cell => ({ lines: 0, bytes: 0, errors: 0, warnings: 0 }));
    const perBucket = (endRow - firstRow) / Math.max(1, count);
    const sumAt = (row: number) => sums[Math.max(0, Math.min(count - 1, Math.floor((row - firstRow) / perBucket)))];
    if (rows !== null) this.#sample(rows, sequence, stores, sumAt);
    else if (endRow - firstRow <= fewLines) this.#countAll(sequence, stores, sumAt);
    else this.#addCells(sequence, stores, sumAt);
    const lineOf = (row: number) =>
      rows === null ? row : (rows.lineOf(Math.min(row, endRow - 1)) ?? sequence.endLine);
    return {
      firstRow,
      endRow,
      bytes: sums.map(({ bytes, lines }) => Math.round(bytes / Math.max(1, lines))),
      errors: sums.map(({ errors }) => errors),
      warnings: sums.map(({ warnings }) => warnings),
      matches: sums.map((_, bucket) => {
        if (marks === null) return 0;
        const from = lineOf(firstRow + Math.round(bucket * perBucket));
        const isLast = bucket === count - 1;
        const to = isLast ? sequence.endLine : lineOf(firstRow + Math.round((bucket + 1) * perBucket));
        return marks.countBetween(from, to);
      }),
    };
  }

  #sample(
    rows: SelectedRows,
    sequence: LineSequence,
    stores: readonly LineStore[],
    sumAt: (row: number) => Cell | undefined,
  ): void {
    const { firstRow, endRow } = rows;
    const stride = Math.max(1, Math.ceil((endRow - firstRow) / sampledRows));
    for (let row = firstRow; row < endRow; row += stride) {
      const line = rows.lineOf(row);
      if (line === null) continue;
      const located = sequence.locate(line);
      const store = stores[located.feed];
      if (store !== undefined) add(sumAt(row), levelOf(store.metaOf(located.line)), store.sizeOf(located.line), stride);
    }
  }

  #countAll(sequence: LineSequence, stores: readonly LineStore[], sumAt: (row: number) => Cell | undefined): void {
    for (const block of sequence.blocks) {
      eachFact(sequence, stores, block, 0, (index, level, bytes) =>
        add(sumAt(block.firstLine + index), level, bytes, 1),
      );
    }
  }

  #addCells(sequence: LineSequence, stores: readonly LineStore[], sumAt: (row: number) => Cell | undefined): void {
    for (const block of sequence.blocks) {
      for (const [cellIndex, cell] of this.#cellsOf(sequence, stores, block).entries()) {
        const sum = sumAt(block.firstLine + cellIndex * cellLines + cellLines / 2);
        if (sum === undefined) continue;
        sum.lines += cell.lines;
        sum.bytes += cell.bytes;
        sum.errors += cell.errors;
        sum.warnings += cell.warnings;
      }
    }
  }

  #cellsOf(sequence: LineSequence, stores: readonly LineStore[], block: LineBlock): readonly Cell[] {
    const cells = this.#cells.get(block) ?? [];
    this.#cells.set(block, cells);
    const last = cells.at(-1);
    const counted = last === undefined ? 0 : (cells.length - 1) * cellLines + last.lines;
    if (counted >= block.lineCount) return cells;
    eachFact(sequence, stores, block, counted, (index, level, bytes) => {
      const cellIndex = Math.floor(index / cellLines);
      cells[cellIndex] ??= { lines: 0, bytes: 0, errors: 0, warnings: 0 };
      add(cells[cellIndex], level, bytes, 1);
    });
    return cells;
  }
}

function add(sum: Cell | undefined, level: number, bytes: number, weight: number): void {
  if (sum === undefined) return;
  sum.lines += 1;
  sum.bytes += bytes;
  if (level === error) sum.errors += weight;
  else if (level === warn) sum.warnings += weight;
}

/** Visits the level and size of each line of a block, from index `from` on. */
function eachFact(
  sequence: LineSequence,
  stores: readonly LineStore[],
  block: LineBlock,
  from: number,
  visit: (index: number, level: number, bytes: number) => void,
): void {
  // The current chunk of each feed, because the lines of a feed are in order.
  const lasts: LogChunk[] = [];
  sequence.eachLine(block, from, block.lineCount, (index, feed, line) => {
    let chunk = lasts[feed];
    if (chunk === undefined || line < chunk.firstLine || line >= chunk.firstLine + chunk.lineCount) {
      const store = stores[feed];
      chunk = store?.chunks[store.findChunk(line)];
      if (chunk === undefined) return;
      lasts[feed] = chunk;
    }
    const at = line - chunk.firstLine;
    visit(index, levelOf(chunk.metas[at] ?? 0), endOfLine(chunk, at) - (chunk.starts[at] ?? 0));
  });
}
