import { describe, expect, test } from 'vitest';
import { isAtRest, restingState, scanText } from './text-scan.ts';

const scan = (text: string, begin = restingState) => scanText(Buffer.from(text), begin);

describe('a piece of output', () => {
  test.each([
    ['lines\r\nand\ttabs\r\n', 'plain', 5],
    ['Umläute, 漢字, 😀\r\n', 'plain', 22],
    ['no line end', 'plain', -1],
    ['only\nfeeds\n', 'plain', -1],
    ['\u001b[31mred\u001b[0m\r\n', 'styled', 8],
    ['\u001b[31mred\u001b[m\u001b[K\r\n', 'styled', 8],
    ['\u001b[31mnever reset\r\n', 'styled', -1],
    ['\r\nreset in the last line\u001b[0m', 'styled', -1],
    ['bell\u0007', 'other', -1],
    ['\u001b[H', 'other', -1],
    ['\u001b[?1049h', 'other', -1],
    ['\u001b[>4m', 'other', -1],
    ['\u001b(B', 'other', -1],
    ['\u001b]0;title\u0007', 'other', -1],
    ['\u001b7', 'other', -1],
    ['a control in two bytes: \u009b', 'other', -1],
  ])('%j is %s', (text, kind, seam) => {
    expect(scan(text)).toMatchObject({ kind, seam });
  });

  test('counts its line feeds', () => {
    expect(scan('a\r\nb\n\n\u001b[0mc\r\n').lineFeeds).toBe(4);
  });
});

describe('where a piece ends', () => {
  test.each([
    ['text', true],
    ['\u001b', false],
    ['\u001b[3', false],
    ['\u001b[31m', true],
    ['\u001b]0;title', false],
    ['\u001b]0;title\u0007', true],
    ['\u001bPq', false],
    ['\u001bPq\u001b\\', true],
    ['\u001bPq\u0018', true],
    ['\u009d', false],
  ])('%j is at rest: %s', (text, atRest) => {
    expect(isAtRest(scan(text).end)).toBe(atRest);
  });

  test('may be within a character or a sequence, and the next piece goes on from there', () => {
    const bytes = Buffer.from('漢\u001b[1;31mx\r\n');
    for (let cut = 0; cut <= bytes.length; cut++) {
      const first = scanText(bytes.subarray(0, cut), restingState);
      const second = scanText(bytes.subarray(cut), first.end);
      expect(second.end).toBe(restingState);
      expect([first.kind, second.kind]).not.toContain('other');
      expect(isAtRest(first.end)).toBe(cut === 0 || cut === 3 || cut > 9);
    }
  });

  test('bytes that are no UTF-8 leave it unknown until a sequence begins', () => {
    const { kind, end } = scanText(Buffer.from([0xe6, 0x41, 0x0d, 0x0a]), restingState);
    expect(kind).toBe('other');
    expect(isAtRest(end)).toBe(false);
    expect(isAtRest(scan('text', end).end)).toBe(false);
    expect(isAtRest(scan('\u001b[m', end).end)).toBe(true);
  });
});
