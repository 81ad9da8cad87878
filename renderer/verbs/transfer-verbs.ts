import { Download, FolderDown, FolderUp, PackageOpen, Upload } from 'lucide-react';
import { scriptOn } from '../../engine/commands/command.ts';
import { importCommand, loadCommand, pullCommand, pushCommand, saveCommand } from '../../engine/commands/transfers.ts';
import { awaitJob } from './await-job.ts';
import { forEachTarget } from './for-each-target.ts';
import { type ReadableFile, sendFile } from './send-file.ts';
import type { Verb, VerbContext } from './verb.ts';

interface TransferTarget {
  /** What rows and failures are told apart by; no image's id, whose row would wait for the end. */
  readonly id: string;
  /** Called when the engine has taken it on: what can be refused at once was not. */
  readonly onBegun?: (() => void) | undefined;
}

export interface PullTarget extends TransferTarget {
  readonly reference: string;
  /** Such as `linux/arm64`; empty for the engine's own. */
  readonly platform: string;
}

export interface PushTarget extends TransferTarget {
  readonly reference: string;
}

export interface SaveTarget extends TransferTarget {
  readonly references: readonly string[];
  /** Empty for a name of Berth's choice in the downloads folder. */
  readonly path: string;
}

export interface LoadTarget extends TransferTarget {
  readonly file: ReadableFile;
}

export interface ImportTarget extends LoadTarget {
  readonly reference: string;
}

/** To the end, so that the command bar says 'Ran' when it has, and how long it took. */
async function follow({ jobs }: VerbContext, { onBegun }: TransferTarget, id: string): Promise<string> {
  onBegun?.();
  await awaitJob(jobs, id);
  return id;
}

/** `docker pull`; resolves when it is here. */
export const pullImage: Verb<PullTarget, string> = {
  id: 'image.pull',
  label: (t) => t('transfers.verbs.pull.label'),
  title: (t, [target]) => t('transfers.verbs.pull.title', { name: target?.reference ?? '' }),
  icon: Download,
  applies: (targets) => (targets.length > 0 ? true : 'verbs.refusals.noTargets'),
  script: (engine, [target]) => scriptOn(engine, pullCommand(target?.reference ?? 'IMAGE', target?.platform ?? '')),
  failure: (t, [target]) => t('transfers.verbs.pull.failure', { name: target?.reference ?? '' }),
  run: forEachTarget(async (context, target, { signal }) => {
    const { reference, platform } = target;
    const { id } = await context.client.transfers.pull({ reference, platform }, { signal });
    return follow(context, target, id);
  }),
};

/** `docker push`, one name; resolves when the registry has it. */
export const pushReference: Verb<PushTarget, string> = {
  id: 'image.push-reference',
  label: (t) => t('transfers.verbs.push.label'),
  title: (t, [target]) => t('transfers.verbs.push.title', { name: target?.reference ?? '' }),
  icon: Upload,
  applies: (targets) => (targets.length > 0 ? true : 'verbs.refusals.noTargets'),
  script: (engine, [target]) => scriptOn(engine, pushCommand(target?.reference ?? 'IMAGE')),
  failure: (t, [target]) => t('transfers.verbs.push.failure', { name: target?.reference ?? '' }),
  run: forEachTarget(async (context, target, { signal }) => {
    const { id } = await context.client.transfers.push({ reference: target.reference }, { signal });
    return follow(context, target, id);
  }),
};

/** `docker save` into a new file. */
export const saveToFile: Verb<SaveTarget, string> = {
  id: 'image.save-to-file',
  label: (t) => t('transfers.verbs.save.label'),
  title: (t, [target]) => t('transfers.verbs.save.title', { name: target?.references[0] ?? '' }),
  icon: FolderDown,
  applies: (targets) => (targets.length > 0 ? true : 'verbs.refusals.noTargets'),
  script: (engine, [target]) => scriptOn(engine, saveCommand(target?.references ?? ['IMAGE'], target?.path || 'FILE')),
  failure: (t, [target]) => t('transfers.verbs.save.failure', { name: target?.references[0] ?? '' }),
  run: forEachTarget(async (context, target, { signal }) => {
    const { references, path } = target;
    const { id } = await context.client.transfers.save({ references: [...references], path }, { signal });
    return follow(context, target, id);
  }),
};

/** Sends the file and waits for its end. What fails on the way fails the transfer too, which says it best. */
async function send(context: VerbContext, target: LoadTarget, id: string): Promise<string> {
  const sending = new AbortController();
  const ended = follow(context, target, id);
  sendFile(context, id, target.file, sending.signal).catch(() =>
    // A file that was moved or changed meanwhile cannot be read on: the engine would wait for ever.
    context.client.jobs.cancel({ id }).catch(() => {
      // It has ended, or the service is gone and ends it by itself.
    }),
  );
  try {
    return await ended;
  } finally {
    sending.abort();
  }
}

/** `docker load` of a file that the page has. */
export const loadFile: Verb<LoadTarget, string> = {
  id: 'image.load-file',
  label: (t) => t('transfers.verbs.load.label'),
  title: (t, [target]) => t('transfers.verbs.load.title', { name: target?.file.name ?? '' }),
  icon: FolderUp,
  applies: (targets) => (targets.length > 0 ? true : 'verbs.refusals.noTargets'),
  script: (engine, [target]) => scriptOn(engine, loadCommand(target?.file.name ?? 'FILE')),
  failure: (t, [target]) => t('transfers.verbs.load.failure', { name: target?.file.name ?? '' }),
  run: forEachTarget(async (context, target, { signal }) => {
    const { name, size } = target.file;
    const { id } = await context.client.transfers.load({ fileName: name, sizeBytes: size }, { signal });
    return send(context, target, id);
  }),
};

/** `docker import` of a file that the page has. */
export const importFile: Verb<ImportTarget, string> = {
  id: 'image.import-file',
  label: (t) => t('transfers.verbs.import.label'),
  title: (t, [target]) => t('transfers.verbs.import.title', { name: target?.file.name ?? '' }),
  icon: PackageOpen,
  applies: (targets) => (targets.length > 0 ? true : 'verbs.refusals.noTargets'),
  script: (engine, [target]) =>
    scriptOn(engine, importCommand(target?.file.name ?? 'FILE', target?.reference || 'NAME')),
  failure: (t, [target]) => t('transfers.verbs.import.failure', { name: target?.file.name ?? '' }),
  run: forEachTarget(async (context, target, { signal }) => {
    const { file, reference } = target;
    const { id } = await context.client.transfers.import(
      { fileName: file.name, sizeBytes: file.size, reference },
      { signal },
    );
    return send(context, target, id);
  }),
};
