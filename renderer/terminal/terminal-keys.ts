import { isKeyPress, type KeyPress } from '../verbs/keys.ts';

/** What a person can do to a terminal by key while it has the focus. */
export const terminalActions = [
  'copy',
  'paste',
  'find',
  'clear',
  'open',
  'close',
  'split-right',
  'split-down',
  'other-pane',
  'next',
  'previous',
  'move-right',
  'move-left',
  'palette',
] as const;

export type TerminalAction = (typeof terminalActions)[number];

/** Plain Ctrl and a letter belong to programs: away from Apple systems, which have ⌘, everything of ours has Shift too. */
const appleKeys: Readonly<Record<TerminalAction, readonly string[]>> = {
  copy: ['mod', 'C'],
  paste: ['mod', 'V'],
  find: ['mod', 'F'],
  clear: ['mod', 'L'],
  open: ['mod', 'T'],
  close: ['mod', 'W'],
  'split-right': ['mod', 'D'],
  'split-down': ['mod', 'shift', 'D'],
  'other-pane': ['mod', 'O'],
  next: ['mod', 'shift', 'right'],
  previous: ['mod', 'shift', 'left'],
  'move-right': ['mod', 'shift', 'PageDown'],
  'move-left': ['mod', 'shift', 'PageUp'],
  palette: ['mod', 'K'],
};

const otherKeys: Readonly<Record<TerminalAction, readonly string[]>> = {
  copy: ['mod', 'shift', 'C'],
  paste: ['mod', 'shift', 'V'],
  find: ['mod', 'shift', 'F'],
  clear: ['mod', 'shift', 'L'],
  open: ['mod', 'shift', 'T'],
  close: ['mod', 'shift', 'W'],
  'split-right': ['mod', 'shift', 'D'],
  'split-down': ['mod', 'shift', 'E'],
  'other-pane': ['mod', 'shift', 'O'],
  next: ['mod', 'shift', 'right'],
  previous: ['mod', 'shift', 'left'],
  'move-right': ['mod', 'shift', 'PageDown'],
  'move-left': ['mod', 'shift', 'PageUp'],
  palette: ['mod', 'shift', 'P'],
};

/** The keys of an action on this system. */
export function keysOf(action: TerminalAction, isApple: boolean): readonly string[] {
  return (isApple ? appleKeys : otherKeys)[action];
}

/** The action that a key means; undefined for keys of the program. */
export function actionOf(press: KeyPress, isApple: boolean): TerminalAction | undefined {
  return terminalActions.find((action) => isKeyPress(press, keysOf(action, isApple), isApple));
}
