import { Plus } from 'lucide-react';
import { scriptOn } from '../../engine/commands/command.ts';
import { runCommand } from '../../engine/commands/containers.ts';
import { openImportDialog, openLoadDialog, openPruneDialog, openPullDialog } from './image-forms.ts';
import { openSignIn, startLocalRegistry } from './registry-verbs.ts';
import { openMachineShell } from './terminal-verbs.ts';
import type { Verb } from './verb.ts';

/** Opens the Run dialog, empty. */
export const openRunDialog: Verb<never> = {
  id: 'app.run-container',
  label: (t) => t('verbs.app.runContainer.label'),
  title: (t) => t('verbs.app.runContainer.title'),
  icon: Plus,
  keys: ['mod', 'N'],
  isReading: true,
  opensForm: true,
  applies: () => true,
  // IMAGE stands for what the form asks, as in Docker's own synopsis.
  script: (engine) => scriptOn(engine, runCommand({ image: 'IMAGE', name: null, ports: [] })),
  failure: (t) => t('verbs.app.runContainer.failure'),
  async run({ dialogs }) {
    dialogs.show({ kind: 'run', image: null });
    return [];
  },
};

/** Verbs that need no object. */
export const appVerbs: readonly Verb<never>[] = [
  openRunDialog,
  openPullDialog,
  openSignIn,
  startLocalRegistry,
  openLoadDialog,
  openImportDialog,
  openPruneDialog,
  openMachineShell,
];
