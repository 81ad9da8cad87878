import type { LogDensity } from '../contract/logs.ts';
import type { LineSequence } from './line-sequence.ts';
import type { LineStore } from './line-store.ts';
import { levelOf } from './log-chunk.ts';
import type { Selection } from './selection.ts';

/** Lines that are looked at for one picture; of more than these, some stand for all. */
const mostLines = 400_000;
const warn = 3;
const error = 4;

interface DensityOptions {
  readonly sequence: LineSequence;
  readonly stores: readonly LineStore[];
  readonly rows: Selection | null;
  readonly marks: Selection | null;
  readonly buckets: number;
}

/** What a log is drawn small with. Matches are counted; levels and lengths are, of very long logs, taken from every so many lines. */
export function toDensity({ sequence, stores, rows, marks, buckets }: DensityOptions): LogDensity {
  const firstRow = rows?.firstRow ?? sequence.firstLine;
  const endRow = rows?.endRow ?? sequence.endLine;
  const count = Math.min(buckets, Math.max(0, endRow - firstRow));
  const bytes = new Float64Array(count);
  const seen = new Uint32Array(count);
  const errors = Array.from<number>({ length: count }).fill(0);
  const warnings = Array.from<number>({ length: count }).fill(0);
  const matches = Array.from<number>({ length: count }).fill(0);
  if (count === 0) return { firstRow, endRow, bytes: [], errors, warnings, matches };
  const perBucket = (endRow - firstRow) / count;
  const lineOf = (row: number) => (rows === null ? row : (rows.lineOf(Math.min(row, endRow - 1)) ?? sequence.endLine));
  const stride = Math.max(1, Math.ceil((endRow - firstRow) / mostLines));
  for (let row = firstRow; row < endRow; row += stride) {
    const bucket = Math.min(count - 1, Math.floor((row - firstRow) / perBucket));
    const { source, line } = sequence.locate(lineOf(row));
    const store = stores[source];
    if (store === undefined) continue;
    const level = levelOf(store.metaOf(line));
    if (level === error) errors[bucket] = (errors[bucket] ?? 0) + stride;
    else if (level === warn) warnings[bucket] = (warnings[bucket] ?? 0) + stride;
    bytes[bucket] = (bytes[bucket] ?? 0) + store.sizeOf(line);
    seen[bucket] = (seen[bucket] ?? 0) + 1;
  }
  if (marks !== null) {
    for (let bucket = 0; bucket < count; bucket += 1) {
      const from = lineOf(firstRow + Math.round(bucket * perBucket));
      const last = bucket === count - 1;
      const to = last ? sequence.endLine : lineOf(firstRow + Math.round((bucket + 1) * perBucket));
      matches[bucket] = marks.countBetween(from, to);
    }
  }
  return {
    firstRow,
    endRow,
    bytes: Array.from(bytes, (sum, bucket) => Math.round(sum / Math.max(1, seen[bucket] ?? 1))),
    errors,
    warnings,
    matches,
  };
}
