import type { Verb } from './verb.ts';

/** What of a keyboard event decides about a shortcut. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

const keyNames: Readonly<Record<string, string>> = {
  enter: 'Enter',
  escape: 'Escape',
  space: ' ',
  tab: 'Tab',
  up: 'ArrowUp',
  down: 'ArrowDown',
  left: 'ArrowLeft',
  right: 'ArrowRight',
};

/** Whether an event is the shortcut: exactly its modifiers; letters in either case; 'backspace' is also Delete. */
export function isKeyPress(press: KeyPress, keys: readonly string[], isApple: boolean): boolean {
  const wants = (modifier: string) => keys.includes(modifier);
  const wantsMeta = isApple && wants('mod');
  const wantsControl = !isApple && wants('mod');
  if (press.metaKey !== wantsMeta || press.ctrlKey !== wantsControl) return false;
  if (press.altKey !== wants('alt')) return false;
  const key = keys.at(-1) ?? '';
  // A sign such as '?' may need Shift on one keyboard and not on another: only for letters and named keys does it count.
  const countsShift = /^[a-z\d]$/i.test(key) || key.length > 1;
  if (countsShift && press.shiftKey !== wants('shift')) return false;
  if (key === 'backspace') return press.key === 'Backspace' || press.key === 'Delete';
  return press.key.toLowerCase() === (keyNames[key] ?? key).toLowerCase();
}

/** The verb that a key means for these targets: of several on one key (start and stop share S) the one that applies. */
export function verbForKey<T, V extends Verb<T>>(
  press: KeyPress,
  verbs: readonly V[],
  targets: readonly T[],
  isApple: boolean,
): V | undefined {
  const meant = verbs.filter(({ keys }) => keys !== undefined && isKeyPress(press, keys, isApple));
  return meant.find((verb) => verb.applies(targets) === true) ?? meant[0];
}
