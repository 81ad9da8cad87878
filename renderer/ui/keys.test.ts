import { expect, test } from 'vitest';
import { ariaKeys, formatKeys, keyCaps } from './keys.ts';

test('Apple systems print symbols', () => {
  expect(formatKeys(['shift', 'mod', 'C'], true)).toBe('⇧⌘C');
  expect(keyCaps(['mod', 'enter'], true)).toEqual(['⌘', '↵']);
});

test('other systems print words', () => {
  expect(formatKeys(['mod', 'shift', 'C'], false)).toBe('Ctrl+Shift+C');
  expect(keyCaps(['backspace'], false)).toEqual(['Del']);
  expect(keyCaps(['up', 'down'], false)).toEqual(['↑', '↓']);
});

test('assistive technology is told the names of the standard', () => {
  expect(ariaKeys(['mod', 'K'], false)).toBe('Control+K');
  expect(ariaKeys(['mod', 'K'], true)).toBe('Meta+K');
});
