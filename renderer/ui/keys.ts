/**
 * A shortcut as data, such as `['mod', 'K']`: `mod` is ⌘ on Apple systems and Ctrl elsewhere. Other names: `shift`, `alt`, `enter`,
 * `escape`, `backspace`, `space`, `tab`, `up`, `down`, `left`, `right`; anything else is printed as it is.
 */
export type Keys = readonly string[];

const appleCaps: Record<string, string> = {
  mod: '⌘',
  shift: '⇧',
  alt: '⌥',
  enter: '↵',
  escape: 'Esc',
  backspace: '⌫',
  space: 'Space',
  tab: '⇥',
};

const otherCaps: Record<string, string> = {
  mod: 'Ctrl',
  shift: 'Shift',
  alt: 'Alt',
  enter: 'Enter',
  escape: 'Esc',
  backspace: 'Del',
  space: 'Space',
  tab: 'Tab',
};

const arrows: Record<string, string> = { up: '↑', down: '↓', left: '←', right: '→' };

/** True on Apple systems, where ⌘ is the main modifier and key caps are symbols. */
export const isApple = typeof navigator !== 'undefined' && /Macintosh|iPhone|iPad/.test(navigator.userAgent);

/** The caps to print, one per key. */
export function keyCaps(keys: Keys, apple = isApple): string[] {
  const caps = apple ? appleCaps : otherCaps;
  return keys.map((key) => caps[key] ?? arrows[key] ?? key);
}

/** The shortcut as one text: `⇧⌘C` on Apple systems, `Ctrl+Shift+C` elsewhere. */
export function formatKeys(keys: Keys, apple = isApple): string {
  return keyCaps(keys, apple).join(apple ? '' : '+');
}

const ariaNames: Record<string, string> = {
  shift: 'Shift',
  alt: 'Alt',
  enter: 'Enter',
  escape: 'Escape',
  backspace: 'Backspace',
  space: 'Space',
  tab: 'Tab',
};

/** The value of `aria-keyshortcuts`. */
export function ariaKeys(keys: Keys, apple = isApple): string {
  return keys.map((key) => (key === 'mod' ? (apple ? 'Meta' : 'Control') : (ariaNames[key] ?? key))).join('+');
}
