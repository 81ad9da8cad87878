import type { Translate } from '../../i18n/translate.ts';
import type { Noun, NounObjects } from '../../nouns/noun.ts';
import { lettersOf } from './match.ts';

/** A noun whose objects the palette finds. */
export type FoundNoun = Noun & { readonly objects: NounObjects<never> };

/** An object as the palette finds it. */
export interface PaletteObject {
  readonly noun: FoundNoun;
  readonly id: string;
  /** A row of the noun's group: its functions take no other. */
  readonly target: never;
  readonly words: ObjectWords;
}

interface ObjectWords {
  readonly name: string;
  /** Lower case, what is searched: first what is shown, then the other names that people know it by. */
  readonly texts: readonly string[];
  /** The letters of each text. */
  readonly letters: readonly number[];
}

/** The rows of a noun. */
export interface NounRows {
  readonly noun: FoundNoun;
  readonly rows: ReadonlyMap<string, { readonly id: string }>;
}

/**
 * Makes the searched form of every row once: rows keep their identity while they do not change, so that a change of
 * one of thousands costs one new form.
 */
export function createPaletteObjects(t: Translate) {
  const known = new WeakMap<object, PaletteObject>();
  return (all: readonly NounRows[]): readonly PaletteObject[] =>
    all.flatMap(({ noun, rows }) => {
      const objects: PaletteObject[] = [];
      for (const row of rows.values()) {
        let object = known.get(row);
        if (object === undefined) known.set(row, (object = toObject(noun, row, t)));
        objects.push(object);
      }
      return objects;
    });
}

function toObject(noun: FoundNoun, row: { readonly id: string }, t: Translate): PaletteObject {
  const target = row as never;
  const [name, ...others] = noun.objects.toNames(target, t);
  return { noun, id: row.id, target, words: toWords(name, others) };
}

function toWords(name: string, others: readonly string[]): ObjectWords {
  const texts = [...new Set([name, ...others].map((text) => text.toLowerCase()))];
  return { name, texts, letters: texts.map(lettersOf) };
}
