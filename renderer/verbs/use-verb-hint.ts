import { type FocusEvent, useEffect, useMemo, useRef } from 'react';
import type { Script } from '../../engine/contract/journal.ts';
import { useStores } from '../stores/stores-context.tsx';

/** The id of the text in the command bar: what a focused control is described by. */
export const commandLineId = 'command-bar-line';

/** Handlers for the element of a control that will run a command. */
export interface HintProps {
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: () => void;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: () => void;
  readonly 'aria-describedby': string;
}

/** Shows in the command bar what a control will run, while the pointer rests on it or it has focus. */
export function useVerbHint(script: () => Script | null): HintProps {
  const { command: store } = useStores();
  const latest = useRef(script);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const leave = useRef<() => void>(undefined);
  useEffect(() => {
    latest.current = script;
  });
  const handlers = useMemo(() => {
    const hide = () => {
      clearTimeout(timer.current);
      leave.current?.();
      leave.current = undefined;
    };
    const show = () => {
      hide();
      const shown = latest.current();
      if (shown !== null) leave.current = store.showHint(shown);
    };
    const showSoon = () => {
      clearTimeout(timer.current);
      timer.current = setTimeout(show, store.hoverDelayMs());
    };
    // Focus that comes back when a dialog closes was not moved here by anybody: what the dialog did stays in the bar.
    const showWhenMovedTo = ({ relatedTarget }: FocusEvent) => {
      if (relatedTarget !== null && relatedTarget.closest('[role="dialog"], [role="alertdialog"]') === null) show();
    };
    return { showWhenMovedTo, showSoon, hide };
  }, [store]);
  useEffect(() => handlers.hide, [handlers]);
  return {
    onPointerEnter: handlers.showSoon,
    onPointerLeave: handlers.hide,
    onFocus: handlers.showWhenMovedTo,
    onBlur: handlers.hide,
    'aria-describedby': commandLineId,
  };
}
