import { Play, Trash2 } from 'lucide-react';
import { runCommand } from '../../engine/commands/containers.ts';
import { removeImageCommand } from '../../engine/commands/images.ts';
import type { Image } from '../../engine/contract/images.ts';
import { forEachTarget } from './for-each-target.ts';
import type { Verb } from './verb.ts';

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

/** Opens the Run dialog with this image in it. */
export const runImage: Verb<Image> = {
  id: 'image.run',
  noun: 'image',
  label: (t) => t('verbs.image.run.label'),
  title: (t, targets) => t('verbs.image.run.title', { image: imageName(targets[0]) }),
  icon: Play,
  keys: ['R'],
  isReading: true,
  opensForm: true,
  applies: (targets) => (targets.length === 1 ? true : 'verbs.refusals.onlyOne'),
  command: (targets) => runCommand({ image: imageName(targets[0]), name: null, ports: [] }),
  failure: (t, targets) => t('verbs.image.run.failure', { image: imageName(targets[0]) }),
  async run({ dialogs }, targets) {
    dialogs.show({ kind: 'run', image: imageName(targets[0]) });
    return [];
  },
};

/** Takes the names off the image; the last one takes the image along, and one without names goes by its id. */
export const removeImage: Verb<ImageTarget> = {
  id: 'image.remove',
  noun: 'image',
  label: (t) => t('verbs.image.remove.label'),
  title: (t, targets) => t('verbs.image.remove.title', named(targets)),
  icon: Trash2,
  keys: ['backspace'],
  isDangerous: true,
  applies: (targets) => (targets.length > 0 ? true : 'verbs.refusals.noTargets'),
  confirm(t, targets) {
    const whole = targets.filter(({ otherNames = 0 }) => otherNames === 0);
    const count = whole.length;
    const names = targets.flatMap((image) => references(image));
    const told = names.slice(0, mostNamesTold);
    const list = t('format.list', { items: told });
    const more = names.length - told.length;
    const size = whole.reduce((total, { sizeBytes }) => total + sizeBytes, 0);
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
        ...(count === targets.length ? [] : [t('verbs.image.remove.staysNamed', { count: targets.length - count })]),
        t('verbs.image.remove.staysContainers'),
        t('verbs.image.remove.staysRegistry'),
      ],
      choices: [],
    };
  },
  command: (targets) =>
    removeImageCommand(
      targets.flatMap((image) => references(image)),
      { force: false },
    ),
  failure: (t, targets) => t('verbs.image.remove.failure', named(targets)),
  run: forEachTarget(async ({ client }, image, { signal }) => {
    // One after the other, as the CLI does: the last name takes the image with it.
    for (const reference of references(image)) await client.images.remove({ reference, force: false }, { signal });
  }),
};

/** A question with more names than this would not be read. */
const mostNamesTold = 8;

function references(image: Image): readonly string[] {
  return image.tags.length > 0 ? image.tags : [image.id];
}

/** In the order of a menu. */
export const imageVerbs: readonly Verb<Image>[] = [runImage, removeImage];
