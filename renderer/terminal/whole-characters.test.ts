import { Terminal } from '@xterm/xterm';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openCharacterBytes, WholeCharacters } from './whole-characters.ts';

async function show(pieces: readonly Uint8Array[]): Promise<string> {
  const terminal = new Terminal({ cols: 200, rows: 2, allowProposedApi: true });
  for (const piece of pieces) {
    await new Promise<void>((resolve) => {
      terminal.write(piece, resolve);
    });
  }
  const shown = terminal.buffer.active.getLine(0)?.translateToString(true) ?? '';
  terminal.dispose();
  return shown;
}

test('a screen shows the same wherever its output was cut', async () => {
  const letters = fc.constantFrom('a', 'é', '…', '—', '“', '漢', '─', '😀', '👀', '\u{10000}');
  const cuts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(letters, { maxLength: 30 }), cuts, async (text, lengths) => {
      const whole = new TextEncoder().encode(text.join(''));
      const characters = new WholeCharacters();
      const pieces: Uint8Array[] = [];
      for (let at = 0, turn = 0; at < whole.length; turn += 1) {
        const length = lengths[turn % lengths.length] ?? 1;
        pieces.push(characters.take(whole.subarray(at, at + length)));
        at += length;
      }
      expect(await show(pieces)).toBe(await show([whole]));
    }),
  );
});

test('what is no UTF-8 is handed on all the same', () => {
  const characters = new WholeCharacters();
  const take = (...bytes: number[]) => [...characters.take(Uint8Array.from(bytes))];
  expect(take(0x41, 0xe2, 0x80)).toEqual([0x41]);
  expect(take(0x42)).toEqual([0xe2, 0x80, 0x42]);
  expect(take(0x80, 0x80, 0x80, 0x80)).toEqual([0x80, 0x80, 0x80, 0x80]);
  expect(take(0xf0)).toEqual([]);
  characters.reset();
  expect(take(0x43)).toEqual([0x43]);
  expect(openCharacterBytes([0xff])).toBe(1);
});
