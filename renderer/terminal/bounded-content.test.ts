import { Unicode11Addon } from '@xterm/addon-unicode11';
import { Terminal } from '@xterm/xterm';
import { expect, test } from 'vitest';
import { boundContent } from './bounded-content.ts';

/* oxlint-disable eslint/no-underscore-dangle -- The names are xterm's. */

/** What xterm 6.0.0 has inside, as far as it is needed. */
interface Core {
  readonly _oscLinkService: {
    readonly _dataByLinkId: ReadonlyMap<number, unknown>;
    addLineToLink(link: number, line: number): void;
  };
  readonly _inputHandler: { onColor(listener: (event: readonly unknown[]) => void): void };
}

function open({ cols = 80, rows = 24, scrollback = 1000 } = {}) {
  const terminal = new Terminal({ cols, rows, scrollback, allowProposedApi: true, logLevel: 'off' });
  terminal.loadAddon(new Unicode11Addon());
  terminal.unicode.activeVersion = '11';
  const core = (terminal as unknown as { readonly _core: Core })._core;
  const links = core._oscLinkService;
  const compared = { calls: 0 };
  const addLineToLink = links.addLineToLink.bind(links);
  links.addLineToLink = (link, line) => {
    compared.calls += 1;
    addLineToLink(link, line);
  };
  boundContent(terminal);
  const colours = { set: 0 };
  core._inputHandler.onColor((event) => {
    colours.set += event.length;
  });
  return { terminal, countLinks: () => links._dataByLinkId.size, compared, colours };
}

/* oxlint-enable eslint/no-underscore-dangle */

function write(terminal: Terminal, text: string): Promise<void> {
  return new Promise((resolve) => {
    terminal.write(text, resolve);
  });
}

test('a letter keeps its marks, up to as many as can be drawn', async () => {
  const { terminal } = open();
  await write(terminal, `e\u0301\u0323z${'\u0301'.repeat(100_000)}x`);
  const line = terminal.buffer.active.getLine(0);
  expect(line?.getCell(0)?.getChars()).toBe('e\u0301\u0323');
  expect(line?.getCell(1)?.getChars()).toBe(`z${'\u0301'.repeat(15)}`);
  expect(line?.getCell(2)?.getChars()).toBe('x');
  terminal.dispose();
});

test('text in a link costs a comparison for each line, not for each letter, and ends at a number of lines', async () => {
  const { terminal, compared } = open({ scrollback: 3000 });
  await write(terminal, `\u001b]8;;https://a.example\u0007${'x'.repeat(80 * 100)}`);
  expect(compared.calls).toBeLessThanOrEqual(100);
  await write(terminal, 'x'.repeat(80 * 2000));
  expect(compared.calls).toBeLessThanOrEqual(1000);
  terminal.dispose();
});

test('links end at a number of them, and at a length', async () => {
  const { terminal, countLinks } = open();
  const link = (address: string) => `\u001b]8;;${address}\u0007x\u001b]8;;\u0007`;
  await write(terminal, link(`https://${'a'.repeat(100_000)}.example`));
  expect(countLinks()).toBe(0);
  await write(terminal, link(`https://a.example/${'a'.repeat(2000)}`));
  expect(countLinks()).toBe(1);
  await write(terminal, `${link('https://a.example')}\r`.repeat(11_000));
  expect(countLinks()).toBe(10_000);
  // Lines that go take their links along, and make room.
  await write(terminal, '\r\n'.repeat(1100));
  await write(terminal, link('https://a.example'));
  expect(countLinks()).toBe(1);
  terminal.dispose();
});

test('a palette is set as a whole, and a list that is longer than any palette is not', async () => {
  const { terminal, colours } = open();
  const palette = Array.from({ length: 256 }, (_, at) => `${at};rgb:ffff/0000/ffff`).join(';');
  await write(terminal, `\u001b]4;${palette}\u0007\u001b]104;1;2\u0007`);
  expect(colours.set).toBe(258);
  // xterm alone takes minutes, longer than a test may.
  await write(terminal, `\u001b]4;${';'.repeat(1_000_000)}\u0007\u001b]104;${'1;'.repeat(1_000_000)}\u0007`);
  expect(colours.set).toBe(258);
  terminal.dispose();
});
