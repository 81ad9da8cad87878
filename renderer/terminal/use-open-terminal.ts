import { useCallback } from 'react';
import { scriptOn } from '../../engine/commands/command.ts';
import { terminalCommand } from '../../engine/commands/terminals.ts';
import type { Terminal, TerminalTarget } from '../../engine/contract/terminals.ts';
import { type EngineProblem, toEngineProblem } from '../client/engine-problem.ts';
import { containerOf } from '../objects/container-of.ts';
import type { Desk } from '../stores/desk-layout.ts';
import { allTerminals, containerDesk } from '../stores/terminals-store.ts';
import { firstSize } from '../verbs/terminal-verbs.ts';
import { useScopeOf } from '../verbs/verbs-context.tsx';

interface OpenRequest {
  readonly engineId: string;
  readonly target: TerminalTarget;
  /** Of the container, for the command bar; empty for the engine's machine. */
  readonly name: string;
  /** Where it is shown; the container's desk and that of all terminals. */
  readonly place: (desk: Desk, id: string) => Desk;
}

export type OpenOutcome = { readonly terminal: Terminal } | { readonly problem: EngineProblem };

/** Opens terminals: the line goes into the command bar, the new one gets the focus where it is shown. */
export function useOpenTerminal(): (request: OpenRequest) => Promise<OpenOutcome> {
  const scopeOf = useScopeOf();
  return useCallback(
    async ({ engineId, target, name, place }) => {
      const { client, command, engine, terminals } = scopeOf(engineId).stores;
      const ended = command.begin(scriptOn(engine.getState().lineEngine, terminalCommand(name, target)), {
        verbId: 'terminal.open',
        reading: false,
      });
      try {
        const terminal = await client.terminals.open({ target, size: firstSize });
        ended(null);
        terminals.add(terminal);
        const container = containerOf(target);
        if (container !== null)
          terminals.arrange(containerDesk(engineId, container), (desk) => place(desk, terminal.id));
        terminals.arrange(allTerminals, (desk) => place(desk, terminal.id));
        return { terminal };
      } catch (error) {
        const problem = toEngineProblem(error);
        ended(problem);
        return { problem };
      }
    },
    [scopeOf],
  );
}
