import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stripEscapes } from '../../../engine/contract/escape-sequences.ts';
import { toVisibleRuns, toVisibleText } from './visible-text.ts';

const esc = '\u001B';

describe('toVisibleRuns', () => {
  test.each([
    ['plain text stays', 'GET /health 200', 'GET /health 200'],
    ['colours go', `${esc}[1;32mINFO${esc}[0m up`, 'INFO up'],
    ['256 colours with colons go', `${esc}[38:5:196mred${esc}[m`, 'red'],
    ['cursor moves go', `a${esc}[2K${esc}[1Gb`, 'ab'],
    ['titles go, ended by bell', `${esc}]0;title\u0007text`, 'text'],
    ['hyperlinks go, ended by ST', `${esc}]8;;http://x${esc}\\link${esc}]8;;${esc}\\`, 'link'],
    ['two-byte escapes go', `${esc}(Bx${esc}cy`, 'xy'],
    ['an unfinished escape goes', `x${esc}[31`, 'x'],
    ['8-bit CSI goes', '\u009B31mred', 'red'],
    ['a TTY line end goes', 'text\r', 'text'],
    ['a carriage return inside is shown', '10%\r20%', '10%^M20%'],
    ['other controls are shown', 'a\u0000b\u0008c\u007F', 'a^@b^Hc^?'],
    ['direction marks are shown', 'ab\u202Ecd', 'ab<U+202E>cd'],
    ['tabs stay', 'a\tb', 'a\tb'],
    ['other scripts stay', 'Grüße 你好 🐳', 'Grüße 你好 🐳'],
  ])('%s', (_title, raw, visible) => {
    expect(toVisibleText(raw)).toBe(visible);
  });

  test('each control character is a run of its own', () => {
    expect(toVisibleRuns('a\u0007b')).toEqual([
      { text: 'a', kind: 'text' },
      { text: '^G', kind: 'control' },
      { text: 'b', kind: 'text' },
    ]);
  });

  test('visible text never contains a control character', () => {
    const nasty = fc.string({
      unit: fc.constantFrom(
        esc,
        '[',
        ']',
        '3',
        ';',
        'm',
        '\u0007',
        '\u009C',
        '\u009B',
        '\\',
        'a',
        '\r',
        '\u202E',
        'P',
        '(',
      ),
    });
    fc.assert(
      fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (raw) => {
        // oxlint-disable-next-line no-control-regex -- this is what must not be there
        expect(toVisibleText(raw)).not.toMatch(/[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]/);
      }),
    );
  });

  // Anything slower than linear would take minutes and exceed the timeout of the test.
  test('a hostile line of megabytes is converted in linear time', () => {
    const lines = [
      `${esc}]`.repeat(200_000),
      `${esc}[${'1;'.repeat(200_000)}`,
      `${esc}${' '.repeat(400_000)}`,
      '\r'.repeat(400_000) + 'x',
    ];
    expect(lines.map((line) => stripEscapes(line).length)).toEqual([0, 0, 0, 400_001]);
  });
});
