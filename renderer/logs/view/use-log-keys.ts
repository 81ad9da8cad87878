import { useEffect, useEffectEvent, type KeyboardEvent as ReactKeyboardEvent } from 'react';
import { isApple } from '../../ui/keys.ts';

/** The actions of the keys in a log view. */
export interface LogKeyActions {
  readonly search: () => void;
  readonly go: (direction: 'next' | 'previous') => void;
  readonly start: () => void;
  readonly end: () => void;
  readonly page: (direction: 1 | -1) => void;
  readonly lines: (count: number) => void;
  readonly times: () => void;
  readonly wrap: () => void;
  readonly errorsOnly: () => void;
  readonly fold: (isFolded: boolean) => void;
  readonly selectAll: () => void;
  /** Clears the text selection; returns false when there was none. */
  readonly clear: () => boolean;
}

const takesText = 'input, textarea, select, [contenteditable="true"]';
const opened = '[role="dialog"], [role="alertdialog"], [role="menu"]';

/**
 * The keys of a pager: `/` and ⌘F on the whole page, the others in the view, scroll keys on its
 * lines.
 */
export function useLogKeys(log: HTMLElement | null, actions: LogKeyActions): (event: ReactKeyboardEvent) => void {
  const onDocumentKey = useEffectEvent((event: KeyboardEvent) => {
    const { key, target, defaultPrevented, ctrlKey, metaKey, altKey } = event;
    if (defaultPrevented || altKey || !(target instanceof Element) || document.querySelector(opened) !== null) return;
    const isFind = (isApple ? metaKey : ctrlKey) && key.toLowerCase() === 'f';
    const isSlash = key === '/' && !ctrlKey && !metaKey && target.closest(takesText) === null;
    if (!isFind && !isSlash) return;
    event.preventDefault();
    actions.search();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onDocumentKey(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);

  return (event) => {
    const { target } = event;
    if (event.defaultPrevented || event.altKey || !(target instanceof Element)) return;
    // React also delivers events of dialogs and menus that the view has opened.
    if (target.closest(takesText) !== null || target.closest(opened) !== null) return;
    const isOnLines = log !== null && log.contains(target) && target.closest('a, button') === null;
    const isDone =
      event.ctrlKey || event.metaKey
        ? isOnLines && actWithModifier(event, actions)
        : actOnLetter(event, actions) || (isOnLines && actOnLines(event, actions));
    if (!isDone) return;
    event.preventDefault();
    event.stopPropagation();
  };
}

function actWithModifier(event: ReactKeyboardEvent, { selectAll }: LogKeyActions): boolean {
  if (event.key.toLowerCase() !== 'a' || event.shiftKey) return false;
  selectAll();
  return true;
}

function actOnLetter({ key, shiftKey }: ReactKeyboardEvent, actions: LogKeyActions): boolean {
  switch (key) {
    case 'n':
      actions.go('next');
      return true;
    case 'N':
      actions.go(shiftKey ? 'previous' : 'next');
      return true;
    case 'g':
      actions.start();
      return true;
    case 'G':
      actions.end();
      return true;
    case 't':
    case 'T':
      actions.times();
      return true;
    case 'w':
    case 'W':
      actions.wrap();
      return true;
    case 'e':
    case 'E':
      actions.errorsOnly();
      return true;
    case 'j':
      actions.lines(1);
      return true;
    case 'k':
      actions.lines(-1);
      return true;
    default:
      return false;
  }
}

function actOnLines({ key, shiftKey }: ReactKeyboardEvent, actions: LogKeyActions): boolean {
  switch (key) {
    case 'ArrowDown':
      actions.lines(1);
      return true;
    case 'ArrowUp':
      actions.lines(-1);
      return true;
    case 'ArrowLeft':
      actions.fold(true);
      return true;
    case 'ArrowRight':
      actions.fold(false);
      return true;
    case ' ':
      actions.page(shiftKey ? -1 : 1);
      return true;
    case 'PageDown':
      actions.page(1);
      return true;
    case 'PageUp':
      actions.page(-1);
      return true;
    case 'Home':
      actions.start();
      return true;
    case 'End':
      actions.end();
      return true;
    case 'Escape':
      return actions.clear();
    default:
      return false;
  }
}
