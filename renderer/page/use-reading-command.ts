import { useEffect } from 'react';
import { type DockerCommand, scriptOn, toShellText } from '../../engine/commands/command.ts';
import { useLineEngine, useStores } from '../stores/stores-context.tsx';

/** Tells the command bar which docker command a screen stands for, when it opens. `command` keeps its identity. */
export function useReadingCommand(command: DockerCommand): void {
  const { command: store, engine } = useStores();
  const { id } = useLineEngine();
  useEffect(() => {
    // The service has not said yet which engine it is.
    if (id === '') return;
    const script = scriptOn(engine.getState().lineEngine, command);
    const { last, running } = store.getState();
    const shown = running.at(-1)?.script ?? last?.script;
    if (shown !== undefined && toShellText(shown) === toShellText(script)) return;
    store.look(script);
  }, [store, engine, command, id]);
}
