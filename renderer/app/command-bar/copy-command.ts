import { useCallback } from 'react';
import { type DockerCommand, toShellLine } from '../../../engine/commands/command.ts';
import { useT } from '../../i18n/use-words.ts';
import { useStores } from '../../stores/stores-context.tsx';

export const copyCommandKeys = ['mod', 'shift', 'C'] as const;

/** Copies a command line, whole and quoted for a POSIX shell. */
export function useCopyCommand(): (command: DockerCommand) => void {
  const t = useT();
  const { toasts } = useStores();
  return useCallback(
    (command) => {
      const line = toShellLine(command);
      navigator.clipboard.writeText(line).then(
        () => toasts.show({ tone: 'ok', title: t('app.commandBar.copied') }),
        // Browsers may refuse; the line is then there to be selected.
        () => toasts.show({ tone: 'bad', title: t('app.commandBar.copyFailed'), text: line }),
      );
    },
    [t, toasts],
  );
}
