import type { Bits } from './bits.ts';
import type { LineUnit } from '../index/line-sequence.ts';

/** The selected lines of a unit. */
export interface SelectedBlock {
  readonly unit: LineUnit;
  readonly firstLine: number;
  /** Lines of the unit that were looked at. */
  lineCount: number;
  firstRow: number;
  readonly bits: Bits;
}

/** Selected lines by row: rows are counted from where the log was opened, as lines are. */
export class SelectedRows {
  readonly #blocks: SelectedBlock[] = [];

  get firstRow(): number {
    return this.#blocks[0]?.firstRow ?? 0;
  }

  get endRow(): number {
    const last = this.#blocks.at(-1);
    return last === undefined ? 0 : last.firstRow + last.bits.count;
  }

  get oldest(): SelectedBlock | undefined {
    return this.#blocks[0];
  }

  get newest(): SelectedBlock | undefined {
    return this.#blocks.at(-1);
  }

  /** A unit before all others. */
  prepend(unit: LineUnit, bits: Bits): SelectedBlock {
    const block = { unit, firstLine: unit.firstLine, lineCount: 0, firstRow: this.firstRow - bits.count, bits };
    this.#blocks.unshift(block);
    return block;
  }

  /** A unit after all others. */
  append(unit: LineUnit, bits: Bits): SelectedBlock {
    const block = { unit, firstLine: unit.firstLine, lineCount: 0, firstRow: this.endRow, bits };
    this.#blocks.push(block);
    return block;
  }

  /** Lets go of what lies before a line; answers whether there was anything. */
  dropBefore(line: number): boolean {
    let hasDropped = false;
    for (
      let block = this.oldest;
      block !== undefined && block.firstLine + block.lineCount <= line;
      block = this.oldest
    ) {
      this.#blocks.shift();
      hasDropped = true;
    }
    return hasDropped;
  }

  /** The line of a row; null when it is not known. */
  lineOf(row: number): number | null {
    let low = 0;
    let high = this.#blocks.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const block = this.#blocks[middle];
      if (block === undefined) return null;
      if (row < block.firstRow) high = middle - 1;
      else if (row >= block.firstRow + block.bits.count) low = middle + 1;
      else {
        const index = block.bits.select(row - block.firstRow);
        return index < 0 ? null : block.firstLine + index;
      }
    }
    return null;
  }

  /** The row of the first selected line at or after a line. */
  rowAt(line: number): number {
    const place = this.#blockAt(line);
    const block = this.#blocks[place];
    if (block === undefined) return this.endRow;
    return (
      block.firstRow +
      (line <= block.firstLine ? 0 : block.bits.rank(Math.min(line - block.firstLine, block.lineCount)))
    );
  }

  has(line: number): boolean {
    const block = this.#blocks[this.#blockAt(line)];
    return block !== undefined && line >= block.firstLine && block.bits.has(line - block.firstLine);
  }

  /** How many lines of `[from, to)` are selected. */
  countBetween(from: number, to: number): number {
    return Math.max(0, this.rowAt(to) - this.rowAt(from));
  }

  /** The first block that ends after a line. */
  #blockAt(line: number): number {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const block = this.#blocks[middle];
      if (block !== undefined && block.firstLine + block.lineCount <= line) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
