import { Terminal } from '@xterm/xterm';
import { expect, test } from 'vitest';
import { type InputKind, listenForInput } from './terminal-input.ts';

function open() {
  const terminal = new Terminal({ allowProposedApi: true, logLevel: 'off' });
  const inputs: [string, InputKind][] = [];
  listenForInput(terminal, (bytes, kind) => inputs.push([new TextDecoder().decode(bytes), kind]));
  const write = (text: string) =>
    new Promise<void>((resolve) => {
      terminal.write(text, resolve);
    });
  return { terminal, inputs, write };
}

test('tells what is typed from what the terminal answers', async () => {
  const { terminal, inputs, write } = open();
  await write('\u001b[c');
  terminal.input('a');
  await write('\u001b[6n\u001b[5n');
  terminal.input('é');
  await write('\u001b[>c');
  expect(inputs).toEqual([
    ['\u001b[?1;2c', 'answer'],
    ['a', 'typed'],
    ['\u001b[1;1R', 'answer'],
    ['\u001b[0n', 'answer'],
    ['é', 'typed'],
    ['\u001b[>0;276;0c', 'answer'],
  ]);
});
