import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal } from '@xterm/xterm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BoundedWork } from './bounded-work.ts';

interface Size {
  readonly cols: number;
  readonly rows: number;
  readonly scrollback: number;
}

const smallSize: Size = { cols: 10, rows: 4, scrollback: 20 };
/** What takes minutes without a bound, and milliseconds with one. */
const longestWriteMs = 2000;

function openPlain(size: Size): Terminal {
  const terminal = new Terminal({ ...size, allowProposedApi: true, logLevel: 'off' });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  return terminal;
}

/** With a clock that says at each question that the time is up, it pauses wherever it can. */
function openBounded(size: Size, nowMs: () => number = performance.now.bind(performance)) {
  const terminal = openPlain(size);
  const work = new BoundedWork(nowMs);
  terminal.loadAddon(work);
  return { terminal, work };
}

function hastyClock(): () => number {
  let nowMs = 0;
  return () => (nowMs += 1000);
}

function write(terminal: Terminal, text: string): Promise<void> {
  return new Promise((resolve) => {
    terminal.write(text, resolve);
  });
}

/** Everything that can be seen, and that later output depends on. */
function looksOf(terminal: Terminal) {
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, row) => {
    const line = active.getLine(row);
    const cells = Array.from({ length: terminal.cols }, (__, column) => {
      const cell = line?.getCell(column);
      return [cell?.getChars(), cell?.getWidth(), cell?.getFgColor(), cell?.getBgColor(), cell?.isBold()].join();
    });
    return [line?.isWrapped, ...cells].join('|');
  });
  const { type, cursorX, cursorY, baseY, viewportY } = active;
  return { lines, type, cursorX, cursorY, baseY, viewportY, modes: { ...terminal.modes } };
}

const finals = Array.from({ length: 0x7f - 0x40 }, (_, at) => String.fromCharCode(0x40 + at));
const prefixes = ['', '', '', '?', '>', '=', '<'];
const intermediates = ['', '', '', ' ', "'", '$', '"', '!', '#', '*', '+'];
const text = fc.constantFrom(
  'x',
  '漢',
  'e\u0301',
  '😀',
  'a line that is longer than the screen is wide',
  'one\r\ntwo\r\nthree\r\n',
  '\r\n\n\n\n\n\n\n\n',
  '\t\t',
  '\u001b[31;44mcolour',
  '\u001b[m',
);
const state = fc.constantFrom(
  '\u001b[2;3r',
  '\u001b[1;3r',
  '\u001b[r',
  '\u001b[?6h',
  '\u001b[?6l',
  '\u001b[?7l',
  '\u001b[?7h',
  '\u001b[4h',
  '\u001b[4l',
  '\u001b[?1049h',
  '\u001b[?1049l',
  '\u001b[3g',
  '\u001bH',
  '\u001b7',
  '\u001b8',
  '\u001bM',
  '\u001bc',
  '\u001b#8',
  '\u001b[H',
  '\u001b[4;10H',
  '\u001b[2;5H',
  '\u001b(0q',
  '\u001b(B',
  '\u001b]8;;http://a.example\u0007',
  '\u001b[!p',
);

/** Control sequences with counts up to `most`. */
function sequence(most: number): fc.Arbitrary<string> {
  const count = fc.oneof(fc.constant(''), fc.nat(30).map(String), fc.integer({ min: 0, max: most }).map(String));
  const usual = fc
    .tuple(
      count,
      fc.constantFrom('@', 'A', 'B', 'C', 'D', 'I', 'J', 'K', 'L', 'M', 'P', 'S', 'T', 'X', 'Z', 'b', 'b', 'b'),
    )
    .map(([number, final]) => `\u001b[${number}${final}`);
  const any = fc
    .tuple(
      fc.constantFrom(...prefixes),
      fc.array(count, { maxLength: 4 }),
      fc.constantFrom(...intermediates),
      fc.constantFrom(...finals),
    )
    .map(([prefix, numbers, intermediate, final]) => `\u001b[${prefix}${numbers.join(';')}${intermediate}${final}`);
  return fc.oneof({ weight: 3, arbitrary: usual }, { weight: 2, arbitrary: any });
}

test('any count ends soon, in every control sequence', { timeout: 120_000 }, async () => {
  const counts = ['2147483647', '99999999999999999999', '2147483647;2147483647;2147483647', '1000000'];
  for (const final of finals) {
    const { terminal } = openBounded(smallSize);
    for (const prefix of new Set(prefixes))
      for (const intermediate of new Set(intermediates)) {
        const startedAtMs = performance.now();
        const sequences = counts.map((count) => `x\u001b[${prefix}${count}${intermediate}${final}`);
        await write(terminal, `\u001bc${sequences.join('')}`);
        const tookMs = performance.now() - startedAtMs;
        const name = `CSI ${prefix} n ${intermediate}${final}`;
        expect({ name, isSoon: tookMs < longestWriteMs }).toEqual({ name, isSoon: true });
      }
    terminal.dispose();
  }
});

test('whatever came before it', { timeout: 120_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.oneof(text, state, sequence(2_147_483_647)), { minLength: 1, maxLength: 12 }),
      async (parts) => {
        const { terminal } = openBounded(smallSize);
        for (const part of parts) {
          const startedAtMs = performance.now();
          await write(terminal, part);
          expect(performance.now() - startedAtMs).toBeLessThan(longestWriteMs);
        }
        terminal.dispose();
      },
    ),
    { numRuns: 500 },
  );
});

test('the screen is the one of xterm alone, paused or not', { timeout: 240_000 }, async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        cols: fc.integer({ min: 2, max: 12 }),
        rows: fc.integer({ min: 1, max: 5 }),
        scrollback: fc.constantFrom(0, 3, 20),
      }),
      fc.array(fc.oneof(text, state, sequence(12_000)), { minLength: 1, maxLength: 12 }),
      fc.boolean(),
      fc.nat(20),
      async (size, parts, isHasty, scrolledUp) => {
        const plain = openPlain(size);
        const { terminal } = openBounded(size, isHasty ? hastyClock() : undefined);
        for (const some of [parts.slice(0, 6).join(''), parts.slice(6).join('')]) {
          // xterm alone throws where it erases from the last column.
          if (!canWrite(plain, some)) return;
          await write(terminal, some);
          plain.scrollLines(-scrolledUp);
          terminal.scrollLines(-scrolledUp);
        }
        expect(looksOf(terminal)).toEqual(looksOf(plain));
        compared += 1;
        for (const each of [plain, terminal]) each.dispose();
      },
    ),
    { numRuns: 1000 },
  );
  expect(compared).toBeGreaterThan(500);
});

/* oxlint-disable eslint/no-underscore-dangle -- The name is xterm's. */

/** A write without waiting, which lets through what xterm throws. */
function canWrite(terminal: Terminal, data: string): boolean {
  const core = (terminal as unknown as { readonly _core: { writeSync(data: string): void } })._core;
  try {
    core.writeSync(data);
    return true;
  } catch {
    return false;
  }
}

/* oxlint-enable eslint/no-underscore-dangle */

test.each(['', '?'])('erasing from the last column does not end the terminal (CSI %s 1 J)', async (prefix) => {
  const { terminal } = openBounded(smallSize);
  await write(terminal, `one\r\ntwo\r\nthree\r\nfour\u001b[4;10Hx\u001b[${prefix}1Jy`);
  const lines = Array.from({ length: 5 }, (_, row) => terminal.buffer.active.getLine(row)?.translateToString(true));
  // The cursor stands behind the last column, so that the next letter is in the next line.
  expect(lines).toEqual(['', '', '', '', 'y']);
  terminal.dispose();
});

test('a write of many long sequences leaves the page its turns', { timeout: 60_000 }, async () => {
  const { terminal, work } = openBounded({ cols: 200, rows: 100, scrollback: 1000 });
  let turns = 0;
  let isWritten = false;
  const turn = (): void => {
    turns += 1;
    if (!isWritten) setTimeout(turn);
  };
  turn();
  const within: boolean[] = [];
  await write(terminal, `${'\u001b[100S'.repeat(2000)}x\u001b[2000000000b\r\nend`);
  isWritten = true;
  within.push(work.isWithinWrite);
  work.endWrite();
  within.push(work.isWithinWrite);
  // Each of its two thousand is some tenths of a millisecond.
  expect(turns).toBeGreaterThan(30);
  expect(within).toEqual([true, false]);
  terminal.dispose();
});

test('a terminal that is closed stops repeating', async () => {
  const { terminal } = openBounded({ cols: 200, rows: 100, scrollback: 100_000 }, hastyClock());
  let lineFeeds = 0;
  terminal.onScroll(() => {
    lineFeeds += 1;
  });
  terminal.write('x\u001b[2147483647b');
  await new Promise((resolve) => setTimeout(resolve));
  terminal.dispose();
  const before = lineFeeds;
  for (let turn = 0; turn < 10; turn += 1) await new Promise((resolve) => setTimeout(resolve));
  expect(lineFeeds).toBe(before);
});
