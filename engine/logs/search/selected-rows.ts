import type { Bits } from './bits.ts';
import type { LineBlock } from '../index/line-sequence.ts';

/** The selected lines of a block. */
export interface SelectedBlock {
  readonly block: LineBlock;
  readonly firstLine: number;
  /** Number of scanned lines of the block. */
  lineCount: number;
  firstRow: number;
  readonly bits: Bits;
}

/** The selected lines by row. Rows, like lines, count from where the log was opened. */
export class SelectedRows {
  readonly #selected: SelectedBlock[] = [];

  get firstRow(): number {
    return this.#selected[0]?.firstRow ?? 0;
  }

  get endRow(): number {
    const last = this.#selected.at(-1);
    return last === undefined ? 0 : last.firstRow + last.bits.count;
  }

  get oldest(): SelectedBlock | undefined {
    return this.#selected[0];
  }

  get newest(): SelectedBlock | undefined {
    return this.#selected.at(-1);
  }

  /** Adds a block before all others. */
  prepend(block: LineBlock, bits: Bits): SelectedBlock {
    const selected = { block, firstLine: block.firstLine, lineCount: 0, firstRow: this.firstRow - bits.count, bits };
    this.#selected.unshift(selected);
    return selected;
  }

  /** Adds a block after all others. */
  append(block: LineBlock, bits: Bits): SelectedBlock {
    const selected = { block, firstLine: block.firstLine, lineCount: 0, firstRow: this.endRow, bits };
    this.#selected.push(selected);
    return selected;
  }

  /** Drops blocks that end before a line; returns whether there were any. */
  dropBefore(line: number): boolean {
    let hasDropped = false;
    for (
      let selected = this.oldest;
      selected !== undefined && selected.firstLine + selected.lineCount <= line;
      selected = this.oldest
    ) {
      this.#selected.shift();
      hasDropped = true;
    }
    return hasDropped;
  }

  /** The line of a row; null when it is unknown. */
  lineOf(row: number): number | null {
    let low = 0;
    let high = this.#selected.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const selected = this.#selected[middle];
      if (selected === undefined) return null;
      if (row < selected.firstRow) high = middle - 1;
      else if (row >= selected.firstRow + selected.bits.count) low = middle + 1;
      else {
        const index = selected.bits.select(row - selected.firstRow);
        return index < 0 ? null : selected.firstLine + index;
      }
    }
    return null;
  }

  /** The row of the first selected line at or after a line. */
  rowAt(line: number): number {
    const index = this.#indexAt(line);
    const selected = this.#selected[index];
    if (selected === undefined) return this.endRow;
    return (
      selected.firstRow +
      (line <= selected.firstLine ? 0 : selected.bits.rank(Math.min(line - selected.firstLine, selected.lineCount)))
    );
  }

  has(line: number): boolean {
    const selected = this.#selected[this.#indexAt(line)];
    return selected !== undefined && line >= selected.firstLine && selected.bits.has(line - selected.firstLine);
  }

  /** Number of selected lines in `[from, to)`. */
  countBetween(from: number, to: number): number {
    return Math.max(0, this.rowAt(to) - this.rowAt(from));
  }

  /** The index of the first block that ends after a line. */
  #indexAt(line: number): number {
    let low = 0;
    let high = this.#selected.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const selected = this.#selected[middle];
      if (selected !== undefined && selected.firstLine + selected.lineCount <= line) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
