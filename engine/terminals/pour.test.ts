import fc from 'fast-check';
import { expect, test } from 'vitest';
import { OutputBuffer } from './output-buffer.ts';
import { SharedRoom } from './shared-room.ts';

const columns = 12;
const rows = 4;
const scrollback = 100;

/** What is used of xterm 6.0.0, and of its inside: the same that the page looks at, and a way to write without waiting. */
interface Cell {
  getChars(): string;
  getFgColorMode(): number;
  getFgColor(): number;
  getBgColorMode(): number;
  getBgColor(): number;
  isBold(): number;
  isUnderline(): number;
  isInverse(): number;
}
interface ActiveBuffer {
  readonly type: 'normal' | 'alternate';
  readonly length: number;
  readonly cursorX: number;
  readonly cursorY: number;
  readonly baseY: number;
  readonly viewportY: number;
  getLine(at: number): { readonly isWrapped: boolean; getCell(column: number): Cell | undefined } | undefined;
}
interface Terminal {
  readonly buffer: { readonly active: ActiveBuffer };
  readonly _core: {
    readonly buffers: { readonly active: { readonly scrollTop: number; readonly scrollBottom: number } };
    writeSync(data: Uint8Array): void;
  };
  dispose(): void;
}

// Its types would bring the whole DOM's to a folder that must do without.
const xterm: string = '@xterm/xterm';
const { Terminal: Xterm } = (await import(xterm)) as { readonly Terminal: new (options: object) => Terminal };

class Screen {
  readonly #terminal = new Xterm({ cols: columns, rows, scrollback, allowProposedApi: true, logLevel: 'off' });
  drawn = 0;

  get #core(): Terminal['_core'] {
    // oxlint-disable-next-line eslint/no-underscore-dangle -- The name is xterm's.
    return this.#terminal._core;
  }

  write(bytes: Uint8Array, skippedBytes = 0): void {
    if (bytes.length > 0) this.#core.writeSync(bytes);
    this.drawn += skippedBytes + bytes.length;
  }

  /** As the page tells it, for a screen that is never resized. */
  pour(): { shown: number; lines: number } | null {
    const { scrollTop, scrollBottom } = this.#core.buffers.active;
    if (this.#terminal.buffer.active.type !== 'normal' || scrollTop !== 0 || scrollBottom !== rows - 1) return null;
    return { shown: this.drawn, lines: scrollback + 2 * rows };
  }

  /** Everything that can be seen and that comes after it can tell. */
  read(): unknown {
    // With the colours, the column and the modes of now.
    this.write(Buffer.from('X\té'));
    const { active } = this.#terminal.buffer;
    const lines = Array.from({ length: active.length }, (_, at) => {
      const line = active.getLine(at);
      const cells = Array.from({ length: columns }, (__, column) => {
        const cell = line?.getCell(column);
        return [
          cell?.getChars(),
          cell?.getFgColorMode(),
          cell?.getFgColor(),
          cell?.getBgColorMode(),
          cell?.getBgColor(),
          cell?.isBold(),
          cell?.isUnderline(),
          cell?.isInverse(),
        ].join();
      });
      return [line?.isWrapped, ...cells].join('|');
    });
    const { type, cursorX, cursorY, baseY, viewportY } = active;
    this.#terminal.dispose();
    return { lines, type, cursorX, cursorY, baseY, viewportY };
  }
}

/** A line that is printed again and again, until there is enough to leave some out. */
const line = fc.constantFrom(
  'plain\r\n',
  'a line that is longer than the screen is wide\r\n',
  'staircase\n',
  'raw\nand not\r\n',
  '10%\r20%\r30%\r\n',
  '\tTabs\tare text\r\n',
  'Umläute, 漢字 und 😀\r\n',
  '\u001b[31mred\u001b[0m and not\r\n',
  '\u001b[1;44mbold\u001b[m\u001b[K\r\n',
  '\u001b[32mnever reset\r\n',
  '\u001b[38:2::1:2:3mcolons\u001b[0;1m\r\n',
  '\u001b[K\r\n',
  '\u001b[33m\r\n\u001b[0mreset after\r\n\u001b[7mand on\r\n',
);
const pour = fc
  // Often another line comes last: what is left of the first then can be seen.
  .array(fc.tuple(line, fc.oneof(fc.nat(3000), fc.nat(20_000))), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.map(([text, bytes]) => text.repeat(Math.ceil(bytes / text.length))).join(''));
const sequence = fc.constantFrom(
  '\u001b[2;3r',
  '\u001b[r',
  '\u001b[1;3r',
  '\u001b[2;4r',
  '\u001b[?1049h',
  '\u001b[?1049l',
  '\u001b[4h',
  '\u001b[4l',
  '\u001b[?7l',
  '\u001b[?7h',
  '\u001b(0',
  '\u001b(B',
  '\u001b)0',
  '\u000e',
  '\u000f',
  '\u001b[?6h',
  '\u001b[?6l',
  '\u001b]0;title\u0007',
  '\u001b]0;title',
  '\u001bPq',
  '\u001b_',
  '\u001b\\',
  '\u001b[',
  '\u001b',
  '\u001b[3',
  '\u0018',
  '\u001b[H',
  '\u001b[2J',
  '\u001b[3J',
  '\u001b[2;5H',
  '\u001b[31m',
  '\u001b[0m',
  '\b',
  '\u0000',
  '\u000b',
  '\u007f',
  '\u001b[!p',
  '\u001bc',
  '\u001b[?K',
  '\u001b[>4m',
  '\u001bD',
  '\u001bM',
  '\u001b[5L',
  '\u001b[20h',
  '\u001b[1',
  ';2r',
  '\u009b',
  '\u009d',
  '\u0090',
  '\u0085',
  '\u009c',
  'no line end',
  '\r',
  '\n',
  '\u001b[3g',
  '\u001bH',
  '\u001b[b',
  'r\u001b[40b',
  '\u001b[9S',
  '\u001b[9T',
  '\u001b[9M',
);
/** Often the cursor is below a scroll region: lines do not scroll there, and what was longer shows behind what came later. */
const control = fc.oneof(
  { weight: 1, arbitrary: fc.constant('\u001b[1;2r\u001b[4;1H') },
  { weight: 4, arbitrary: sequence },
);
const invalid = fc.constantFrom([0xff], [0xc0, 0x80], [0xe6], [0xe6, 0xbc], [0xc2], [0xf0, 0x9f], [0x9b]);
const output = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: pour.map((text) => Buffer.from(text)) },
      { weight: 4, arbitrary: control.map((text) => Buffer.from(text)) },
      { weight: 1, arbitrary: invalid.map((bytes) => Buffer.from(bytes)) },
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => Buffer.concat(parts));
/** What happens next: a piece comes, the page asks, the page draws. */
const steps = fc.array(
  fc.tuple(fc.constantFrom('come', 'come', 'come', 'read', 'draw'), fc.integer({ min: 1, max: 6_000 })),
  {
    minLength: 1,
    maxLength: 100,
  },
);

test('what is left out of a pour makes no difference to screen and scrollback', { timeout: 240_000 }, () => {
  let leftOut = 0;
  fc.assert(
    fc.property(output, steps, (bytes, order) => {
      const whole = new Screen();
      whole.write(bytes);
      const screen = new Screen();
      const buffer = new OutputBuffer(new SharedRoom(() => 0));
      let came = 0;
      let asked = 0;
      const answers: { skippedBytes: number; bytes: Uint8Array }[] = [];
      for (let turn = 0; screen.drawn < bytes.length; turn += 1) {
        const [step, most] = order[turn] ?? ['', 3000];
        // At last everything comes, is asked for and drawn, whatever the order leaves out.
        const isForced = turn >= order.length;
        if (step === 'come' || (isForced && turn % 3 === 0)) {
          const piece = bytes.subarray(came, came + most);
          buffer.append(piece);
          came += piece.length;
        }
        if ((step === 'read' || (isForced && turn % 3 === 1)) && asked < came) {
          const answer = buffer.read(asked, most, screen.pour());
          answers.push(answer);
          leftOut += answer.skippedBytes;
          asked += answer.skippedBytes + answer.bytes.length;
        }
        if (step === 'draw' || (isForced && turn % 3 === 2)) {
          const answer = answers.shift();
          if (answer !== undefined) screen.write(answer.bytes, answer.skippedBytes);
        }
      }
      expect(screen.drawn).toBe(bytes.length);
      expect(screen.read()).toEqual(whole.read());
    }),
    { numRuns: Number(process.env['POUR_RUNS'] ?? 300) },
  );
  // Else nothing was tried.
  expect(leftOut).toBeGreaterThan(100_000);
});

const controls = (most: number) => fc.array(control, { maxLength: most }).map((texts) => Buffer.from(texts.join('')));
const textOf = (bytes: number) => line.map((text) => Buffer.from(text.repeat(Math.ceil(bytes / text.length))));

test('nor does it when the screen changes right before', { timeout: 240_000 }, () => {
  let leftOut = 0;
  fc.assert(
    fc.property(
      fc.tuple(textOf(4000), textOf(8000), textOf(12_000)),
      fc.tuple(controls(3), controls(2)),
      fc.integer({ min: 1, max: 5000 }),
      fc.nat(4000),
      ([first, second, third], [before, middle], pieceBytes, lateBytes) => {
        const parts = [before, first, middle, second, third];
        const whole = new Screen();
        for (const part of parts) whole.write(part);
        const screen = new Screen();
        const buffer = new OutputBuffer(new SharedRoom(() => 0));
        const come = (bytes: Uint8Array): void => {
          for (let at = 0; at < bytes.length; at += pieceBytes) buffer.append(bytes.subarray(at, at + pieceBytes));
        };
        const show = (maxBytes: number, said = screen.pour()): void => {
          const { skippedBytes, bytes } = buffer.read(screen.drawn, maxBytes, said);
          leftOut += skippedBytes;
          screen.write(bytes, skippedBytes);
        };
        come(Buffer.concat(parts.slice(0, 2)));
        while (screen.drawn < buffer.endOffset - lateBytes) show(500);
        // The page said this before it drew what comes between.
        const said = screen.pour();
        come(middle);
        while (screen.drawn < buffer.endOffset) show(500, said);
        come(Buffer.concat([second, third]));
        show(500, said);
        while (screen.drawn < buffer.endOffset) show(5000);
        expect(screen.read()).toEqual(whole.read());
      },
    ),
    { numRuns: Number(process.env['POUR_RUNS'] ?? 300) },
  );
  expect(leftOut).toBeGreaterThan(100_000);
});
