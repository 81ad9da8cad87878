import { describe, expect, test } from 'vitest';
import { asOneLine, pasteQuestion, safePaste } from './paste-check.ts';

describe('the question before a paste', () => {
  test('is not asked for one line', () => {
    expect(pasteQuestion('ls -l')).toBeNull();
    expect(pasteQuestion('')).toBeNull();
  });

  test('is asked for a line that would run at once', () => {
    expect(pasteQuestion('rm -rf build\n')).toMatchObject({ lineCount: 1, firstLines: ['rm -rf build'] });
  });

  test('counts lines however they end', () => {
    expect(pasteQuestion('a\r\nb\rc\nd')).toMatchObject({ lineCount: 4, isCut: false });
  });

  test('shows the first lines, and says that there are more', () => {
    const question = pasteQuestion(Array.from({ length: 100 }, (_, at) => `line ${at} ${'x'.repeat(500)}`).join('\n'));
    expect(question).toMatchObject({ lineCount: 100, isCut: true });
    expect(question?.firstLines).toHaveLength(8);
    expect(question?.firstLines.every((line) => line.length <= 200)).toBe(true);
  });
});

test('as one line: no breaks, no indents', () => {
  expect(asOneLine('  if true; then\n    echo hi;\r\n\nfi\n')).toBe('if true; then echo hi; fi');
});

test('keys hidden in a text are left out', () => {
  expect(safePaste('a\u001B[201~\u0003b\tc\nd\re\u009Bf')).toBe('a[201~b\tc\nd\ref');
});
