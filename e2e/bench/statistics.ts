/** The value below which the given share (0 to 1) of the numbers lies, by the nearest rank. */
export function percentile(numbers: readonly number[], share: number): number {
  if (numbers.length === 0) throw new Error('There is nothing to take a percentile of.');
  const sorted = [...numbers].sort((a, b) => a - b);
  const rank = Math.max(Math.ceil(share * sorted.length) - 1, 0);
  return sorted[rank] ?? Number.NaN;
}

/** The middle of the numbers. */
export function median(numbers: readonly number[]): number {
  return percentile(numbers, 0.5);
}

/** The arithmetic mean. */
export function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}
