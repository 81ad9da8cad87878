import { Copy, FolderDown, Play, RefreshCw, Tag, Trash2, Upload } from 'lucide-react';
import { scriptOn } from '../../engine/commands/command.ts';
import { runCommand } from '../../engine/commands/containers.ts';
import {
  inspectImageCommand,
  inspectManifestCommand,
  pruneImagesCommand,
  removeImageCommand,
  tagImageCommand,
} from '../../engine/commands/images.ts';
import { pushCommand, saveCommand } from '../../engine/commands/transfers.ts';
import type { Image } from '../../engine/contract/images.ts';
import type { EngineClient } from '../client/engine-client.ts';
import type { Translate } from '../i18n/translate.ts';
import type { Choices } from '../stores/dialogs-store.ts';
import { forEachTarget } from './for-each-target.ts';
import type { ConfirmFacts, Verb } from './verb.ts';

/** An image as a verb is done to it: with the names that are meant, which need not be all of them. */
export interface ImageTarget extends Image {
  /** Names of the image that are not meant and stay; none unless told. */
  readonly otherNames?: number;
}

const named = (targets: readonly Image[]) => ({ count: targets.length, image: imageName(targets[0]) });

/** The reference to call an image by: its first tag, else the id's start, which the daemon understands too. */
export function imageName(image: Image | undefined): string {
  return image?.tags[0] ?? image?.id.slice('sha256:'.length, 'sha256:'.length + 12) ?? '';
}

const one: Verb<Image>['applies'] = (targets) => (targets.length === 1 ? true : 'verbs.refusals.onlyOne');
const some: Verb<Image>['applies'] = (targets) => (targets.length > 0 ? true : 'verbs.refusals.noTargets');

/** Opens the Run dialog with this image in it. */
export const runImage: Verb<Image> = {
  id: 'image.run',
  label: (t) => t('verbs.image.run.label'),
  title: (t, targets) => t('verbs.image.run.title', { image: imageName(targets[0]) }),
  icon: Play,
  keys: ['R'],
  isReading: true,
  opensForm: true,
  applies: one,
  script: (engine, targets) => scriptOn(engine, runCommand({ image: imageName(targets[0]), name: null, ports: [] })),
  failure: (t, targets) => t('verbs.image.run.failure', { image: imageName(targets[0]) }),
  async run({ dialogs }, targets) {
    dialogs.show({ kind: 'run', image: imageName(targets[0]) });
    return [];
  },
};

/** Opens the form that says where the image goes. */
export const pushImage: Verb<Image> = {
  id: 'image.push',
  label: (t) => t('images.verbs.push.label'),
  title: (t, targets) => t('images.verbs.push.title', named(targets)),
  icon: Upload,
  keys: ['P'],
  isReading: true,
  opensForm: true,
  applies: one,
  script: (engine, targets) => scriptOn(engine, pushCommand(imageName(targets[0]))),
  failure: (t) => t('images.forms.failure'),
  async run({ dialogs }, targets) {
    dialogs.show({ kind: 'push', image: imageName(targets[0]), registry: '' });
    return [];
  },
};

/** Opens the form for another name. */
export const nameImage: Verb<Image> = {
  id: 'image.name',
  label: (t) => t('images.verbs.name.label'),
  title: (t, targets) => t('images.verbs.name.title', named(targets)),
  icon: Tag,
  keys: ['T'],
  isReading: true,
  opensForm: true,
  applies: one,
  script: (engine, targets) => scriptOn(engine, tagImageCommand(imageName(targets[0]), 'NAME')),
  failure: (t) => t('images.forms.failure'),
  async run({ dialogs }, targets) {
    dialogs.show({ kind: 'tag', image: imageName(targets[0]) });
    return [];
  },
};

/** Opens the form for the file. */
export const saveImages: Verb<Image> = {
  id: 'image.save',
  label: (t) => t('images.verbs.save.label'),
  title: (t, targets) => t('images.verbs.save.title', named(targets)),
  icon: FolderDown,
  isReading: true,
  opensForm: true,
  applies: some,
  script: (engine, targets) => scriptOn(engine, saveCommand(targets.flatMap(references), 'FILE')),
  failure: (t) => t('images.forms.failure'),
  async run({ dialogs }, targets) {
    dialogs.show({ kind: 'save', references: targets.flatMap(references) });
    return [];
  },
};

/** Asks the registry whether it has something newer under this name, without pulling it. */
export const checkNewer: Verb<Image> = {
  id: 'image.check-newer',
  label: (t) => t('images.verbs.newer.label'),
  title: (t, targets) => t('images.verbs.newer.title', named(targets)),
  icon: RefreshCw,
  isReading: true,
  applies(targets) {
    if (targets.length !== 1) return 'verbs.refusals.onlyOne';
    return targets[0]?.tags.length === 0 ? 'verbs.refusals.noName' : true;
  },
  script: (engine, targets) => scriptOn(engine, inspectManifestCommand(imageName(targets[0]))),
  failure: (t, targets) => t('images.verbs.newer.failure', named(targets)),
  run: forEachTarget(async ({ client, tell, dialogs }, image, { signal }) => {
    const name = imageName(image);
    const { state } = await client.images.newer({ reference: name }, { signal });
    tell((t) => ({
      tone: 'ok',
      title: t(`images.newer.${state}`, { name }),
      ...(state === 'newer' && {
        action: {
          label: t('images.newer.pull'),
          onAction: () => dialogs.show({ kind: 'pull', reference: name }),
        },
      }),
    }));
  }),
};

/** The whole id, for the clipboard. */
export const copyImageId: Verb<Image> = {
  id: 'image.copy-id',
  label: (t) => t('images.verbs.copyId.label'),
  title: (t, targets) => t('images.verbs.copyId.title', named(targets)),
  icon: Copy,
  isReading: true,
  hasNoLine: true,
  applies: one,
  script: (engine, targets) => scriptOn(engine, inspectImageCommand(imageName(targets[0]))),
  failure: (t, targets) => t('images.verbs.copyId.failure', named(targets)),
  async run(_context, targets) {
    await navigator.clipboard.writeText(targets[0]?.id ?? '');
    return [];
  },
};

/** Another name for an image that is here; a name that another image has moves over. */
export interface NameTarget {
  /** Not the image's: its row would be dimmed. */
  readonly id: string;
  readonly source: string;
  readonly name: string;
}

/** `docker tag` */
export const tagImage: Verb<NameTarget> = {
  id: 'image.tag',
  label: (t) => t('images.verbs.tag.label'),
  title: (t, [target]) => t('images.verbs.tag.title', { name: target?.name ?? '' }),
  icon: Tag,
  applies: (targets) => (targets.length > 0 ? true : 'verbs.refusals.noTargets'),
  script: (engine, [target]) => scriptOn(engine, tagImageCommand(target?.source ?? 'IMAGE', target?.name || 'NAME')),
  failure: (t, [target]) => t('images.verbs.tag.failure', { name: target?.name ?? '' }),
  run: forEachTarget(({ client }, { source, name }, { signal }) => client.images.tag({ source, name }, { signal })),
};

/** A clean-up whose list the person has seen. */
export interface PruneTarget {
  readonly id: string;
  readonly isAll: boolean;
  readonly token: string;
}

type Pruned = Awaited<ReturnType<EngineClient['images']['prune']>>;

/** `docker image prune`: exactly what was shown. */
export const pruneImages: Verb<PruneTarget, Pruned> = {
  id: 'image.prune',
  label: (t) => t('images.verbs.prune.label'),
  title: (t) => t('images.forms.prune.title'),
  icon: Trash2,
  isDangerous: true,
  applies: (targets) => (targets.length === 1 ? true : 'verbs.refusals.onlyOne'),
  script: (engine, [target]) => scriptOn(engine, pruneImagesCommand({ isAll: target?.isAll ?? false })),
  failure: (t) => t('images.verbs.prune.failure'),
  run: forEachTarget(({ client }, { isAll, token }, { signal }) => client.images.prune({ isAll, token }, { signal })),
};

/** Takes the names off the image; the last one takes the image along, and one without names goes by its id. */
export const removeImage: Verb<ImageTarget> = {
  id: 'image.remove',
  label: (t) => t('verbs.image.remove.label'),
  title: (t, targets) => t('verbs.image.remove.title', named(targets)),
  icon: Trash2,
  keys: ['backspace'],
  isDangerous: true,
  applies: some,
  confirm(t, targets, facts) {
    const whole = targets.filter(({ otherNames = 0 }) => otherNames === 0);
    const count = whole.length;
    const names = targets.flatMap((image) => references(image));
    const told = names.slice(0, mostNamesTold);
    const list = t('format.list', { items: told });
    const more = names.length - told.length;
    // Of an engine that tells what is shared, only the rest is freed.
    const size = whole.reduce((total, { sizeBytes, sharedBytes }) => total + sizeBytes - (sharedBytes ?? 0), 0);
    return {
      title: t('verbs.image.remove.question', named(targets)),
      confirmLabel: t('verbs.image.remove.confirm'),
      goes: [
        more === 0
          ? t('verbs.image.remove.goesNames', { names: list, count: names.length })
          : t('verbs.image.remove.goesNamesAndMore', { names: list, count: more }),
        ...(count === 0 ? [] : [t('verbs.image.remove.goesSize', { count, size })]),
      ],
      stays: [
        ...usersWords(t, whole, facts),
        ...(count === targets.length ? [] : [t('verbs.image.remove.staysNamed', { count: targets.length - count })]),
        t('verbs.image.remove.staysContainers'),
        t('verbs.image.remove.staysRegistry'),
      ],
      choices: [
        ...(canForce(whole, facts)
          ? [{ id: 'force' as const, label: t('images.remove.force'), hint: t('images.remove.forceHint') }]
          : []),
        ...(count === 0
          ? []
          : [{ id: 'keepsParents' as const, label: t('images.remove.keep'), hint: t('images.remove.keepHint') }]),
      ],
    };
  },
  script: (engine, targets, choices) =>
    scriptOn(
      engine,
      removeImageCommand(
        targets.flatMap((image) => references(image)),
        removalOf(choices),
      ),
    ),
  failure: (t, targets) => t('verbs.image.remove.failure', named(targets)),
  run: forEachTarget(async ({ client }, image, { signal, choices }) => {
    // One after the other, as the CLI does: the last name takes the image with it.
    for (const reference of references(image)) {
      await client.images.remove({ reference, ...removalOf(choices) }, { signal });
    }
  }),
};

/** A question with more names than this would not be read. */
const mostNamesTold = 8;

const removalOf = ({ force = false, keepsParents = false }: Choices) => ({ force, keepsParents });

/** Whom the removal is about: containers that would lose their image's name, or keep the daemon from removing it. */
function usersWords(t: Translate, images: readonly Image[], { usersOf }: ConfirmFacts): string[] {
  const users = images.flatMap(({ id }) => usersOf(id));
  if (users.length === 0) return [];
  const names = users.slice(0, mostNamesTold).map(({ name }) => name);
  const list = t('format.list', { items: names });
  const more = users.length - names.length;
  return [
    more === 0
      ? t('images.remove.usedBy', { names: list, count: users.length })
      : t('images.remove.usedByAndMore', { names: list, count: more }),
  ];
}

/** The daemon removes by force what stopped containers use and what has several names, never what a running one uses (moby `isImageIDPrefix`, `conflictHard`). */
function canForce(images: readonly Image[], { usersOf }: ConfirmFacts): boolean {
  return images.some(({ id, tags }) => tags.length > 1 || usersOf(id).length > 0);
}

function references(image: Image): readonly string[] {
  return image.tags.length > 0 ? image.tags : [image.id];
}

/** In the order of a menu. */
export const imageVerbs: readonly Verb<Image>[] = [
  runImage,
  pushImage,
  nameImage,
  saveImages,
  checkNewer,
  copyImageId,
  removeImage,
];
