import { Download, FolderDown, FolderUp, PackageOpen, Upload } from 'lucide-react';
import { importCommand, loadCommand, pullCommand, pushCommand, saveCommand } from '../../engine/commands/transfers.ts';
import { registryOf } from '../../engine/contract/image-reference.ts';
import type { Transfer } from '../../engine/contract/jobs.ts';
import type { EngineProblem } from '../client/engine-problem.ts';
import type { Translate } from '../i18n/translate.ts';
import type { DialogsStore } from '../stores/dialogs-store.ts';
import type { ToastContent } from '../stores/toasts-store.ts';
import type { Acts, JobView } from './job-kind.ts';
import { TransferLayers } from './transfer-layers.tsx';
import { fileWords, imagesOf, layerWords, transferWords } from './transfer-words.ts';

/** What all transfers share. */
const transferView = {
  tag: ({ platform }: Transfer) => platform,
  details: ({ kind, name, layers }: Transfer, t: Translate) =>
    layers.length === 0
      ? null
      : {
          show: t('transfers.layers.show', { name }),
          hide: t('transfers.layers.hide', { name }),
          draw: () => (
            <TransferLayers layers={layers} isPush={kind === 'push'} label={t('transfers.layers.title', { name })} />
          ),
        },
};

/** `docker pull` */
export const pullView: JobView<Transfer> = {
  ...transferView,
  icon: Download,
  isOfImage: true,
  title: ({ name }, t) => t('transfers.of.pull', { name }),
  progressName: ({ name }, t) => t('transfers.progress.pull', { name }),
  stateWords: (job, t) =>
    transferWords(job, t, {
      active: () => layerWords(job, 'downloading', t),
      done: () => t(job.result?.isUpToDate === true ? 'transfers.states.upToDate' : 'transfers.states.pulled'),
    }),
  failureTitle: ({ name }, t) => t('transfers.failed.pull', { name }),
  doneToast: ({ name, result }, t, dialogs) =>
    result?.isUpToDate === true
      ? { tone: 'ok', title: t('transfers.ended.upToDate', { name }) }
      : { tone: 'ok', title: t('transfers.ended.pull', { name }), ...runIt(name, t, dialogs) },
  acts(job, problem, dialogs) {
    const form = () => dialogs.show({ kind: 'pull', reference: job.name, platform: job.platform });
    return { ...registryActs(job, problem, dialogs), 'check-name': form, 'choose-platform': form };
  },
  command: ({ name, platform }) => pullCommand(name, platform),
};

/** `docker push` */
export const pushView: JobView<Transfer> = {
  ...transferView,
  icon: Upload,
  isOfImage: true,
  title: ({ name }, t) => t('transfers.of.push', { name }),
  progressName: ({ name }, t) => t('transfers.progress.push', { name }),
  stateWords: (job, t) =>
    transferWords(job, t, {
      active: () => layerWords(job, 'uploading', t),
      done: () => t('transfers.states.pushed'),
    }),
  failureTitle: ({ name }, t) => t('transfers.failed.push', { name }),
  doneToast: ({ name }, t) => ({ tone: 'ok', title: t('transfers.ended.push', { name }) }),
  acts: (job, problem, dialogs) => ({
    ...registryActs(job, problem, dialogs),
    'check-name': () => dialogs.show({ kind: 'push', image: job.name, registry: '' }),
  }),
  command: ({ name }) => pushCommand(name),
};

/** `docker save` */
export const saveView: JobView<Transfer> = {
  ...transferView,
  icon: FolderDown,
  isOfImage: true,
  title: ({ name }, t) => t('transfers.of.save', { name }),
  progressName: ({ name }, t) => t('transfers.progress.save', { name }),
  stateWords: (job, t) =>
    transferWords(job, t, {
      active: () => t('transfers.states.writing'),
      done: () => t('transfers.states.saved', { path: job.result?.path ?? '' }),
    }),
  failureTitle: ({ name }, t) => t('transfers.failed.save', { name }),
  doneToast: ({ name, result }, t) => ({
    tone: 'ok',
    title: t('transfers.ended.save', { name }),
    text: result?.path ?? '',
  }),
  acts: (job, problem, dialogs) => ({
    ...registryActs(job, problem, dialogs),
    'change-name': () => dialogs.show({ kind: 'save', references: job.references }),
  }),
  command: ({ references, result }) => saveCommand(references, result?.path || 'FILE'),
};

/** `docker load` */
export const loadView: JobView<Transfer> = {
  ...transferView,
  icon: FolderUp,
  isOfImage: false,
  title: ({ name }, t) => t('transfers.of.load', { name }),
  progressName: ({ name }, t) => t('transfers.progress.load', { name }),
  stateWords: (job, t) =>
    fileWords(job, t, (names) =>
      names === '' ? t('transfers.states.loadedNothing') : t('transfers.states.loaded', { names }),
    ),
  failureTitle: ({ name }, t) => t('transfers.failed.load', { name }),
  doneToast({ name, result }, t, dialogs) {
    const [first] = result?.images ?? [];
    const title = t('transfers.ended.load', { names: imagesOf(result, t) || name });
    return { tone: 'ok', title, ...(first !== undefined && runIt(first, t, dialogs)) };
  },
  acts: registryActs,
  command: ({ name }) => loadCommand(name),
};

/** `docker import` */
export const importView: JobView<Transfer> = {
  ...transferView,
  icon: PackageOpen,
  isOfImage: false,
  title: ({ name }, t) => t('transfers.of.import', { name }),
  progressName: ({ name }, t) => t('transfers.progress.import', { name }),
  stateWords: (job, t) => fileWords(job, t, (names) => t('transfers.states.imported', { names })),
  failureTitle: ({ name }, t) => t('transfers.failed.import', { name }),
  doneToast: ({ name, result }, t) => ({
    tone: 'ok',
    title: t('transfers.ended.import', { name: imagesOf(result, t) || name }),
  }),
  acts: registryActs,
  command: ({ name, references }) => importCommand(name, references[0] ?? 'NAME'),
};

/** The toast's button that runs a container from the image. */
function runIt(image: string, t: Translate, dialogs: () => DialogsStore): Pick<ToastContent, 'action'> {
  return {
    action: { label: t('transfers.ended.run'), onAction: () => dialogs().show({ kind: 'run', image }) },
  };
}

/** What a failure at a registry needs. */
function registryActs({ name }: Transfer, { params }: EngineProblem, dialogs: DialogsStore): Acts {
  const address = params['registry'] ?? registryOf(name);
  if (address === '') return {};
  return {
    'sign-in': () => dialogs.show({ kind: 'sign-in', address, username: '' }),
    'add-certificate': () => dialogs.show({ kind: 'trust', address }),
  };
}
