import { Bug, Cable, SquareTerminal, Terminal as TerminalIcon } from 'lucide-react';
import { scriptOn } from '../../engine/commands/command.ts';
import { attachCommand, debugCommand, execCommand, machineCommand } from '../../engine/commands/terminals.ts';
import type { Container } from '../../engine/contract/containers.ts';
import type { TerminalTarget } from '../../engine/contract/terminals.ts';
import { showOnDesk } from '../stores/desk-layout.ts';
import { allTerminals, containerDesk } from '../stores/terminals-store.ts';
import { containerPlace, places } from './places.ts';
import type { Verb, VerbContext } from './verb.ts';

const only = (targets: readonly Container[]) => targets[0]?.name ?? '';

/** A program can be started in what runs, and in nothing else. */
const runsOne: Verb<Container>['applies'] = (targets) => {
  const [container] = targets;
  if (container === undefined || targets.length > 1) return 'verbs.refusals.onlyOne';
  if (container.state === 'paused') return 'verbs.refusals.paused';
  return container.state === 'running' ? true : 'verbs.refusals.notRunning';
};

/** Goes to the container's terminals; the first one opens there by itself. */
export const openTerminal: Verb<Container> = {
  id: 'container.terminal',
  label: (t) => t('verbs.container.terminal.label'),
  title: (t, targets) => t('verbs.container.terminal.title', { name: only(targets) }),
  icon: TerminalIcon,
  keys: ['T'],
  isReading: true,
  opensForm: true,
  applies: runsOne,
  // Which shell it has is known when it is opened; sh is what most have.
  script: (engine, targets) =>
    scriptOn(engine, execCommand(only(targets), { command: ['sh'], user: '', workingDir: '', privileged: false })),
  failure: (t, targets) => t('verbs.container.terminal.failure', { name: only(targets) }),
  async run({ navigate }, targets) {
    for (const { id } of targets) navigate(containerPlace(id, 'terminal'));
    return [];
  },
};

/** `docker attach` */
export const attachToContainer: Verb<Container> = {
  id: 'container.attach',
  label: (t) => t('verbs.container.attach.label'),
  title: (t, targets) => t('verbs.container.attach.title', { name: only(targets) }),
  icon: Cable,
  isReading: true,
  applies: runsOne,
  script: (engine, targets) => scriptOn(engine, attachCommand(only(targets))),
  failure: (t, targets) => t('verbs.container.attach.failure', { name: only(targets) }),
  run: (context, targets, { signal }) => openEach(context, targets, 'attach', signal),
};

/** A shell of Berth's own beside a container that may have none. */
export const openDebugShell: Verb<Container> = {
  id: 'container.debug',
  label: (t) => t('verbs.container.debug.label'),
  title: (t, targets) => t('verbs.container.debug.title', { name: only(targets) }),
  icon: Bug,
  isReading: true,
  applies: runsOne,
  script: (engine, targets) => scriptOn(engine, debugCommand(only(targets))),
  failure: (t, targets) => t('verbs.container.debug.failure', { name: only(targets) }),
  run: (context, targets, { signal }) => openEach(context, targets, 'debug', signal),
};

/** Root's shell on the machine that the engine runs on. */
export const openMachineShell: Verb<never> = {
  id: 'app.machine-shell',
  label: (t) => t('verbs.machine.shell.label'),
  title: (t) => t('verbs.machine.shell.title'),
  icon: SquareTerminal,
  applies: () => true,
  script: (engine) => scriptOn(engine, machineCommand()),
  failure: (t) => t('verbs.machine.shell.failure'),
  async run({ client, terminals, navigate }, _, { signal }) {
    const terminal = await client.terminals.open({ target: { kind: 'machine' }, size: firstSize }, { signal });
    terminals.add(terminal);
    terminals.arrange(allTerminals, (desk) => showOnDesk(desk, terminal.id));
    navigate(places.terminals);
    return [];
  },
};

/** A screen's first size; the view tells its own as soon as it is there. */
export const firstSize = { columns: 80, rows: 24 };

async function openEach(
  { client, terminals, navigate }: VerbContext,
  targets: readonly Container[],
  kind: Exclude<TerminalTarget['kind'], 'exec' | 'machine'>,
  signal: AbortSignal,
) {
  return await Promise.all(
    targets.map(async ({ id }) => {
      const terminal = await client.terminals.open({ target: { kind, container: id }, size: firstSize }, { signal });
      terminals.add(terminal);
      terminals.arrange(containerDesk(terminal.engine, id), (desk) => showOnDesk(desk, terminal.id));
      navigate(containerPlace(id, 'terminal'));
      return terminal;
    }),
  );
}
