import { Terminal } from '@xterm/xterm';
import { expect, test } from 'vitest';
import { pourLinesOf } from './pour-lines.ts';

async function linesAfter(text: string, change: (terminal: Terminal) => void = () => {}): Promise<number | null> {
  const terminal = new Terminal({ cols: 20, rows: 5, scrollback: 50, allowProposedApi: true });
  await new Promise<void>((resolve) => {
    terminal.write(text, resolve);
  });
  change(terminal);
  const lines = pourLinesOf(terminal);
  terminal.dispose();
  return lines;
}

test('so many lines push out screen and scrollback, however it is resized', async () => {
  expect(await linesAfter('text\r\n'.repeat(20))).toBe(2050);
  expect(await linesAfter('\u001b[2;3r\u001b[r')).toBe(2050);
  expect(await linesAfter('\u001b[?1049hvi\u001b[?1049l')).toBe(2050);
  expect(await linesAfter('text', (terminal) => terminal.resize(30, 9))).toBe(2050);
});

test('every line counts where lines stay, or somebody looks at them', async () => {
  expect(await linesAfter('\u001b[2;5r')).toBeNull();
  expect(await linesAfter('\u001b[1;3r')).toBeNull();
  expect(await linesAfter('\u001b[?1049h')).toBeNull();
  const long = 'text\r\n'.repeat(20);
  expect(await linesAfter(long, (terminal) => terminal.scrollLines(-3))).toBeNull();
  expect(
    await linesAfter(long, (terminal) => {
      terminal.options.screenReaderMode = true;
    }),
  ).toBeNull();
});
