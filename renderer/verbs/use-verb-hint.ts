import { useEffect, useMemo, useRef } from 'react';
import type { DockerCommand } from '../../engine/commands/command.ts';
import { useStores } from '../stores/stores-context.tsx';

/** The id of the text in the command bar: what a focused control is described by. */
export const commandLineId = 'command-bar-line';

/** A pointer on its way elsewhere must not make the command bar flicker. */
const hoverDelayMs = 150;

/** Handlers for the element of a control that will run a command. */
export interface HintProps {
  readonly onPointerEnter: () => void;
  readonly onPointerLeave: () => void;
  readonly onFocus: () => void;
  readonly onBlur: () => void;
  readonly 'aria-describedby': string;
}

/** Shows in the command bar what a control will run, while the pointer rests on it or it has focus. */
export function useVerbHint(command: () => DockerCommand): HintProps {
  const { command: store } = useStores();
  const latest = useRef(command);
  useEffect(() => {
    latest.current = command;
  });
  const [props, end] = useMemo(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let leave: (() => void) | undefined;
    const hide = () => {
      clearTimeout(timer);
      leave?.();
      leave = undefined;
    };
    const show = () => {
      hide();
      leave = store.showHint(latest.current());
    };
    const hints: HintProps = {
      onPointerEnter() {
        clearTimeout(timer);
        timer = setTimeout(show, hoverDelayMs);
      },
      onPointerLeave: hide,
      onFocus: show,
      onBlur: hide,
      'aria-describedby': commandLineId,
    };
    return [hints, hide] as const;
  }, [store]);
  useEffect(() => end, [end]);
  return props;
}
