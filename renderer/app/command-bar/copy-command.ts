import { useCallback } from 'react';
import { toShellText, withReach } from '../../../engine/commands/command.ts';
import type { Script } from '../../../engine/contract/journal.ts';
import { useT } from '../../i18n/use-words.ts';
import { useStores } from '../../stores/stores-context.tsx';

export const copyCommandKeys = ['mod', 'shift', 'C'] as const;

/** Copies command lines, whole and quoted for a POSIX shell. */
export function useCopyCommand(): (script: Script) => void {
  const t = useT();
  const { engine, toasts } = useStores();
  return useCallback(
    (script) => {
      const line = toShellText(withReach(script, engine.getState().lineEngine));
      navigator.clipboard.writeText(line).then(
        () => toasts.show({ tone: 'ok', title: t('app.commandBar.copied') }),
        // Browsers may refuse; the line is then there to be selected.
        () => toasts.show({ tone: 'bad', title: t('app.commandBar.copyFailed'), text: line }),
      );
    },
    [t, engine, toasts],
  );
}
