import { describe, expect, it } from 'vitest';
import { readPlaywrightFailures, readVitestFailures } from './test-failures.ts';

describe('what failed', () => {
  it('is told by file and name, with the first lines of why', () => {
    const report = {
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          message: '',
          assertionResults: [
            { status: 'passed', fullName: 'holds', failureMessages: [] },
            {
              status: 'failed',
              fullName: 'breaks',
              failureMessages: [`\u001B[31mno\u001B[39m\n${'why\n'.repeat(20)}`],
            },
          ],
        },
        { name: 'b.test.ts', status: 'failed', message: 'does not load', assertionResults: [] },
        { name: 'c.test.ts', status: 'passed', message: '', assertionResults: [] },
      ],
    };
    expect(readVitestFailures(report)).toEqual([
      { name: 'a.test.ts › breaks', reason: `no${'\nwhy'.repeat(15)}` },
      { name: 'b.test.ts', reason: 'does not load' },
    ]);
  });

  it('is found in suites that lie in each other, flaky ones too, and outside of them', () => {
    const results = [{ errors: [{ message: 'Error: it was hidden' }] }];
    const spec = (title: string, status: string) => ({
      title,
      tests: [{ projectName: 'chromium', status, results: status === 'expected' ? [] : results }],
    });
    const report = {
      errors: [{ message: 'no browser' }],
      suites: [
        {
          title: 'x.spec.ts',
          specs: [spec('good', 'expected'), spec('bad', 'unexpected')],
          suites: [{ title: 'inner', specs: [spec('now and then', 'flaky')] }],
        },
      ],
    };
    expect(readPlaywrightFailures(report)).toEqual([
      { name: 'Playwright', reason: 'no browser' },
      { name: '[chromium] x.spec.ts › bad', reason: 'Error: it was hidden' },
      { name: '[chromium] x.spec.ts › inner › now and then', reason: 'Error: it was hidden' },
    ]);
  });

  it('is nothing where there is no report', () => {
    expect([...readVitestFailures(null), ...readPlaywrightFailures(null)]).toEqual([]);
  });
});
