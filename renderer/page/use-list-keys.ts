import { useEffect, useEffectEvent } from 'react';
import { isApple } from '../ui/keys.ts';
import { isKeyPress } from '../verbs/keys.ts';

const editable =
  'input, textarea, select, [contenteditable="true"], [role="dialog"], [role="alertdialog"], [role="menu"]';

/** Keys of a page with a list, wherever the focus is but in a field or a dialog: ⌘F, F and '/' lead to the filter. */
export function useListKeys(onFilter: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented) return;
    if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null) return;
    const isInField = event.target instanceof Element && event.target.closest(editable) !== null;
    const isFind = isKeyPress(event, ['mod', 'F'], isApple);
    if (!isFind && (isInField || !(isKeyPress(event, ['F'], isApple) || isKeyPress(event, ['/'], isApple)))) return;
    event.preventDefault();
    onFilter();
  });
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event);
    document.addEventListener('keydown', listen);
    return () => document.removeEventListener('keydown', listen);
  }, []);
}
