import type { Container } from '../../../engine/contract/containers.ts';
import type { Image } from '../../../engine/contract/images.ts';
import type { Registry } from '../../../engine/contract/registries.ts';
import type { Translate } from '../../i18n/translate.ts';
import { nameInGroup } from '../../objects/container-name.ts';
import { imageName } from '../../verbs/image-verbs.ts';
import { registryName } from '../../verbs/registry-verbs.ts';
import { lettersOf } from './match.ts';

/** An object as the palette finds it. */
export type PaletteObject =
  | { readonly noun: 'container'; readonly id: string; readonly target: Container; readonly words: ObjectWords }
  | { readonly noun: 'image'; readonly id: string; readonly target: Image; readonly words: ObjectWords }
  | { readonly noun: 'registry'; readonly id: string; readonly target: Registry; readonly words: ObjectWords };

interface ObjectWords {
  readonly name: string;
  /** Lower case, what is searched: first what is shown, then the other names that people know it by. */
  readonly texts: readonly string[];
  /** The letters of each text. */
  readonly letters: readonly number[];
}

/**
 * Makes the searched form of every row once: rows keep their identity while they do not change, so that a change of
 * one of thousands costs one new form.
 */
export function createPaletteObjects(t: Translate) {
  const containers = new WeakMap<Container, PaletteObject>();
  const images = new WeakMap<Image, PaletteObject>();
  const registries = new WeakMap<Registry, PaletteObject>();
  return (
    containerRows: ReadonlyMap<string, Container>,
    imageRows: ReadonlyMap<string, Image>,
    registryRows: ReadonlyMap<string, Registry>,
  ): readonly PaletteObject[] => [
    ...mapRows(containerRows, containers, toContainerObject),
    ...mapRows(imageRows, images, toImageObject),
    ...mapRows(registryRows, registries, (row) => toRegistryObject(row, t)),
  ];
}

function mapRows<T extends WeakKey>(
  rows: ReadonlyMap<string, T>,
  known: WeakMap<T, PaletteObject>,
  make: (row: T) => PaletteObject,
): PaletteObject[] {
  const objects: PaletteObject[] = [];
  for (const row of rows.values()) {
    let object = known.get(row);
    if (object === undefined) known.set(row, (object = make(row)));
    objects.push(object);
  }
  return objects;
}

function toContainerObject(target: Container): PaletteObject {
  const name = nameInGroup(target);
  const others = [target.name, ...(target.project === null ? [] : [target.project])];
  return { noun: 'container', id: target.id, target, words: toWords(name, others) };
}

function toImageObject(target: Image): PaletteObject {
  const name = imageName(target);
  return { noun: 'image', id: target.id, target, words: toWords(name, target.tags) };
}

function toRegistryObject(target: Registry, t: Translate): PaletteObject {
  const others = [target.id, ...(target.account === null ? [] : [target.account])];
  return { noun: 'registry', id: target.id, target, words: toWords(registryName(target.id, t), others) };
}

function toWords(name: string, others: readonly string[]): ObjectWords {
  const texts = [...new Set([name, ...others].map((text) => text.toLowerCase()))];
  return { name, texts, letters: texts.map(lettersOf) };
}
