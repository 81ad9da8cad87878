import { useMemo } from 'react';
import type { TerminalTarget } from '../../engine/contract/terminals.ts';
import type { EngineProblem } from '../client/engine-problem.ts';
import { problemWords } from '../errors/problem-words.ts';
import { useT } from '../i18n/use-words.ts';
import { useStores } from '../stores/stores-context.tsx';
import { useOpenTerminal } from './use-open-terminal.ts';

type Place = Parameters<ReturnType<typeof useOpenTerminal>>[0]['place'];
type Open = (
  engineId: string,
  target: TerminalTarget,
  name: string,
  place: Place,
  options?: { readonly isQuiet: boolean },
) => Promise<EngineProblem | null>;

/** Opens a terminal, and tells in a corner why it could not be, unless who asked tells it. */
export function useOpen(): Open {
  const t = useT();
  const { toasts } = useStores();
  const open = useOpenTerminal();
  return useMemo(
    () => async (engineId, target, name, place, options) => {
      const outcome = await open({ engineId, target, name, place });
      if (!('problem' in outcome)) return null;
      const { problem } = outcome;
      if (options?.isQuiet !== true) {
        toasts.show({ tone: 'bad', title: t('terminals.empty.failed'), text: problemWords(problem, t).why });
      }
      return problem;
    },
    [open, toasts, t],
  );
}
