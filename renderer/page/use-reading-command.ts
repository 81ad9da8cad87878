import { useEffect } from 'react';
import { type DockerCommand, toShellLine } from '../../engine/commands/command.ts';
import { useStores } from '../stores/stores-context.tsx';

/** Tells the command bar which docker command a screen stands for, when it opens. `command` keeps its identity. */
export function useReadingCommand(command: DockerCommand): void {
  const { command: store } = useStores();
  useEffect(() => {
    const { last, running } = store.getState();
    const shown = running.at(-1)?.command ?? last?.command;
    if (shown !== undefined && toShellLine(shown) === toShellLine(command)) return;
    store.begin(command, { reading: true })(null);
  }, [store, command]);
}
