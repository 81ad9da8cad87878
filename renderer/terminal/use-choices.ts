import { useCallback, useEffect, useRef } from 'react';
import type { ExecOptions, ShellChoices } from '../../engine/contract/terminals.ts';
import { type EngineProblem, toEngineProblem } from '../client/engine-problem.ts';
import { useStores } from '../stores/stores-context.tsx';

export type ChoicesOutcome =
  { readonly choices: ShellChoices } | { readonly problem: EngineProblem } | { readonly isCancelled: true };

/** Asks what a container has to offer to a terminal; a question that is under way ends with the component. */
export function useReadChoices(): (container: string) => Promise<ChoicesOutcome> {
  const { client } = useStores();
  const life = useRef<AbortController | null>(null);
  useEffect(() => () => life.current?.abort(), []);
  return useCallback(
    async (container) => {
      life.current?.abort();
      const asking = new AbortController();
      life.current = asking;
      try {
        const choices = await client.terminals.choices({ container }, { signal: asking.signal });
        return asking.signal.aborted ? { isCancelled: true } : { choices };
      } catch (error) {
        return asking.signal.aborted ? { isCancelled: true } : { problem: toEngineProblem(error) };
      }
    },
    [client],
  );
}

/** What the picker begins with: what was opened last in this image, else its best shell. Null without a shell. */
export function lastChoice({ remembered, shells }: ShellChoices): ExecOptions | null {
  // All rights are given by hand, each time.
  if (remembered !== null) return { ...remembered, privileged: false };
  const [shell] = shells;
  return shell === undefined ? null : { command: [shell], user: '', workingDir: '', privileged: false };
}

/** What opens by itself: a shell, as whom and where the last one was. Other programs open when they are asked for. */
export function shellChoice(choices: ShellChoices): ExecOptions | null {
  const last = lastChoice(choices);
  const { shells } = choices;
  const [shell] = shells;
  const [program = ''] = last?.command ?? [];
  if (last === null || shell === undefined || (last.command.length === 1 && shells.includes(program))) return last;
  return { ...last, command: [shell] };
}
