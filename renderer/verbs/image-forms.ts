import { BrushCleaning, Download, FolderUp, PackageOpen } from 'lucide-react';
import { scriptOn } from '../../engine/commands/command.ts';
import { pruneImagesCommand } from '../../engine/commands/images.ts';
import { importCommand, loadCommand, pullCommand } from '../../engine/commands/transfers.ts';
import type { Verb } from './verb.ts';

/** Opens the form for pulling an image, empty. */
export const openPullDialog: Verb<never> = {
  id: 'app.pull-image',
  label: (t) => t('images.forms.pull.label'),
  title: (t) => t('images.forms.pull.title'),
  icon: Download,
  isReading: true,
  opensForm: true,
  applies: () => true,
  // IMAGE stands for what the form asks, as in Docker's own synopsis; so do the capitals below.
  script: (engine) => scriptOn(engine, pullCommand('IMAGE', '')),
  failure: (t) => t('images.forms.failure'),
  async run({ dialogs }) {
    dialogs.show({ kind: 'pull', reference: '' });
    return [];
  },
};

/** Opens the form for loading images from a file. */
export const openLoadDialog: Verb<never> = {
  id: 'app.load-images',
  label: (t) => t('images.forms.load.label'),
  title: (t) => t('images.forms.load.title'),
  icon: FolderUp,
  isReading: true,
  opensForm: true,
  applies: () => true,
  script: (engine) => scriptOn(engine, loadCommand('FILE')),
  failure: (t) => t('images.forms.failure'),
  async run({ dialogs }) {
    dialogs.show({ kind: 'load', way: 'load', file: null });
    return [];
  },
};

/** Opens the form for making an image of a file system's archive. */
export const openImportDialog: Verb<never> = {
  id: 'app.import-image',
  label: (t) => t('images.forms.import.label'),
  title: (t) => t('images.forms.import.title'),
  icon: PackageOpen,
  isReading: true,
  opensForm: true,
  applies: () => true,
  script: (engine) => scriptOn(engine, importCommand('FILE', 'NAME')),
  failure: (t) => t('images.forms.failure'),
  async run({ dialogs }) {
    dialogs.show({ kind: 'load', way: 'import', file: null });
    return [];
  },
};

/** Opens the list of images that nothing needs. */
export const openPruneDialog: Verb<never> = {
  id: 'app.prune-images',
  label: (t) => t('images.forms.prune.label'),
  title: (t) => t('images.forms.prune.title'),
  icon: BrushCleaning,
  isReading: true,
  opensForm: true,
  applies: () => true,
  script: (engine) => scriptOn(engine, pruneImagesCommand({ isAll: false })),
  failure: (t) => t('images.forms.failure'),
  async run({ dialogs }) {
    dialogs.show({ kind: 'prune-images' });
    return [];
  },
};
