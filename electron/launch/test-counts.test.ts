import { describe, expect, it } from 'vitest';
import { readPlaywrightCounts, readVitestCounts, toSummaryLine } from './test-counts.ts';

describe('the counts of the two test runners', () => {
  it('sums them on one line', () => {
    const vitest = readVitestCounts({ numPassedTests: 40, numFailedTests: 0, numPendingTests: 1, numTodoTests: 0 }, 0);
    const playwright = readPlaywrightCounts({ stats: { expected: 7, unexpected: 0, flaky: 0, skipped: 2 } }, 0);
    expect(toSummaryLine([vitest, playwright])).toEqual({ line: '47 passed, 0 failed, 3 skipped', isGood: true });
  });

  it('leaves out what is nought', () => {
    const counts = { passed: 3, failed: 0, skipped: 0 };
    expect(toSummaryLine([counts]).line).toBe('3 passed, 0 failed');
  });

  it('counts a runner that failed without a failed test, or without a report', () => {
    expect(readVitestCounts({ numPassedTests: 5, numFailedTests: 0 }, 1).failed).toBe(1);
    expect(readVitestCounts(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
    expect(readPlaywrightCounts(null, 1)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('counts a flaky test as failed', () => {
    expect(readPlaywrightCounts({ stats: { expected: 1, unexpected: 0, flaky: 1, skipped: 0 } }, 0).failed).toBe(1);
  });

  it('is not content when a runner ran nothing', () => {
    const nothing = { passed: 0, failed: 0, skipped: 4 };
    expect(toSummaryLine([{ passed: 9, failed: 0, skipped: 0 }, nothing]).isGood).toBe(false);
  });
});
