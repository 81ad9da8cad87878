import { describe, expect, test } from 'vitest';
import { actionOf, keysOf, terminalActions } from './terminal-keys.ts';

const press = (key: string, ...held: readonly ('ctrl' | 'shift' | 'meta' | 'alt')[]) => ({
  key,
  ctrlKey: held.includes('ctrl'),
  shiftKey: held.includes('shift'),
  metaKey: held.includes('meta'),
  altKey: held.includes('alt'),
});

describe('keys in a terminal', () => {
  test('no plain Ctrl key is taken from a program', () => {
    for (const key of 'abcdefghijklmnopqrstuvwxyz@[\\]^_0123456789') {
      expect(actionOf(press(key, 'ctrl'), false)).toBeUndefined();
      expect(actionOf(press(key, 'ctrl'), true)).toBeUndefined();
    }
    for (const key of ['F1', 'F6', 'F10', 'Escape', 'Tab']) expect(actionOf(press(key), false)).toBeUndefined();
  });

  test('copy and paste are where each system has them', () => {
    expect(actionOf(press('C', 'ctrl', 'shift'), false)).toBe('copy');
    expect(actionOf(press('v', 'meta'), true)).toBe('paste');
    expect(actionOf(press('PageUp', 'ctrl', 'shift'), false)).toBe('move-left');
  });

  test.each([true, false])('each key means one thing (Apple: %s)', (isApple) => {
    const all = terminalActions.map((action) => keysOf(action, isApple).join('+'));
    expect(new Set(all).size).toBe(all.length);
  });
});
