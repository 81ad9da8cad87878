import { SerializeAddon } from '@xterm/addon-serialize';
import { Terminal } from '@xterm/xterm';
import { describe, expect, test } from 'vitest';
import { screenState } from './screen-state.ts';

const size = { cols: 24, rows: 8, scrollback: 50, allowProposedApi: true };

function write(terminal: Terminal, text: string): Promise<void> {
  return new Promise((resolve) => {
    terminal.write(text, resolve);
  });
}

function looksOf(terminal: Terminal) {
  const { active } = terminal.buffer;
  const lines = Array.from({ length: active.length }, (_, row) => active.getLine(row)?.translateToString(true) ?? '');
  return { lines, type: active.type, x: active.cursorX, y: active.cursorY, modes: { ...terminal.modes } };
}

/** What was printed before the page was loaded again, and what comes after that. */
const programs: Readonly<Record<string, readonly [string, string]>> = {
  'nothing at all': ['', 'text\r\n'],
  'a shell': ['one\r\ntwo\r\n\u001b[32m$ ', 'ls\r\nfile\r\n'],
  'a progress bar below rows that scroll (apt)': [
    `${'unpacking\r\n'.repeat(6)}\u001b[1;7r\u001b[8;1H[####....]\u001b[5;1H`,
    'setting up\r\n'.repeat(5),
  ],
  'rows that scroll in the middle, origin set': ['\u001b[3;6r\u001b[?6h\u001b[2;3H', 'here\r\n\n\n\nthere'],
  'the origin alone': ['\u001b[?6h\u001b[4;5H', 'here'],
  'rows that scroll on the other screen (less, vi)': [
    'shell\r\n\u001b[?1049h\u001b[2;7rtop\u001b[7;1H',
    '\nnew\u001bM\u001b[?1049lback',
  ],
  'lines drawn with letters (dialog)': ['\u001b(0lqqk\r\n', 'x  x\r\nmqqj'],
  'lines in the second set': ['\u001b)0\u000elqk', 'x\u000fx\u000ex'],
  'the pound': ['\u001b(A#', '#'],
  'modes of all kinds (tmux)': [
    '\u001b[?1h\u001b=\u001b[?2004h\u001b[?1002h\u001b[?1006h\u001b[?25l\u001b[?1004h',
    'x',
  ],
};

describe('a screen that is drawn again from its state', () => {
  test.each(Object.entries(programs))('goes on as the one before it: %s', async (_, [before, after]) => {
    const first = new Terminal(size);
    const addon = new SerializeAddon();
    first.loadAddon(addon);
    await write(first, before);
    const second = new Terminal(size);
    const state = screenState(first, addon, 50);
    await write(second, state);
    expect(looksOf(second)).toEqual(looksOf(first));
    // What the page cannot see: how keys, mouse and cursor are told.
    const again = new SerializeAddon();
    second.loadAddon(again);
    expect(screenState(second, again, 50)).toBe(state);
    await write(first, after);
    await write(second, after);
    expect(looksOf(second)).toEqual(looksOf(first));
    first.dispose();
    second.dispose();
  });

  test('tells what the addon leaves out', async () => {
    const terminal = new Terminal(size);
    const addon = new SerializeAddon();
    terminal.loadAddon(addon);
    await write(terminal, '\u001b[2;4r\u001b(0\u001b[?25l\u001b[?1006h');
    expect(screenState(terminal, addon, 0).slice(addon.serialize({ scrollback: 0 }).length)).toBe(
      '\u001b[2;4r\u001b[1;1H\u001b(0\u001b[?25l\u001b[?1006h',
    );
    terminal.dispose();
  });
});
