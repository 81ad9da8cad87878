import { plainEngine } from '../../../engine/commands/command.ts';
import type { Translate } from '../../i18n/translate.ts';
import type { Noun } from '../../nouns/noun.ts';
import { nouns } from '../../nouns/nouns.ts';
import { appVerbs } from '../../verbs/app-verbs.ts';
import type { Verb } from '../../verbs/verb.ts';
import { Best } from './best.ts';
import { lettersOf, noMatch, scoreWord } from './match.ts';
import type { FoundNoun, PaletteObject } from './palette-objects.ts';
import { type PalettePlace, palettePlaces } from './palette-places.ts';

/** One thing that the palette found. */
export type Hit =
  | { readonly kind: 'object'; readonly object: PaletteObject }
  | { readonly kind: 'object-verb'; readonly verb: Verb<never>; readonly object: PaletteObject }
  | { readonly kind: 'app-verb'; readonly verb: Verb<never> }
  | { readonly kind: 'place'; readonly place: PalettePlace };

export interface HitGroup {
  /** `recent`, `verbs`, `places` or `actions`; a noun's group has the noun's id. */
  readonly id: string;
  /** The noun whose objects these are; null for the other groups. */
  readonly noun: Noun | null;
  readonly hits: readonly Hit[];
}

export interface SearchInput {
  readonly query: string;
  readonly objects: readonly PaletteObject[];
  readonly recentIds: readonly string[];
  /** Only this object's verbs. */
  readonly scope: PaletteObject | null;
  readonly t: Translate;
}

/** The nouns whose objects are found, in the order of their groups. */
export const foundNouns: readonly FoundNoun[] = nouns.filter((noun): noun is FoundNoun => noun.objects !== null);

const mostPerGroup = 8;
/** In 'Do', where one verb meets many objects, or many verbs one object. */
const mostVerbs = 16;
/** So many of the best are looked at for one that a verb applies to. */
const mostCandidates = 50;
/** The verbs of so many of the best objects are offered when no verb was named. */
const objectsWithVerbs = 2;

/** The words of a query, in lower case. A leading '>' asks for actions only. */
export function wordsOf(query: string): { readonly words: readonly string[]; readonly isVerbsOnly: boolean } {
  const text = query.trim().toLowerCase();
  const isVerbsOnly = text.startsWith('>');
  return { words: (isVerbsOnly ? text.slice(1) : text).split(/\s+/).filter((word) => word !== ''), isVerbsOnly };
}

/** What a query finds, in groups, best first. Empty groups are left out. */
export function search(input: SearchInput): readonly HitGroup[] {
  const { query, objects, recentIds, scope, t } = input;
  const { words, isVerbsOnly } = wordsOf(query);
  if (scope !== null) return [{ id: 'actions', noun: null, hits: verbsOf(scope, words, t) }].filter(isFilled);
  if (words.length === 0) return withoutQuery(objects, recentIds, isVerbsOnly);

  const byRest = new Map<string, readonly PaletteObject[]>();
  const best = (rest: readonly string[]) => {
    const key = rest.join(' ');
    const known = byRest.get(key) ?? (rest.length === 0 ? recentFirst(objects, recentIds) : bestObjects(rest, objects));
    byRest.set(key, known);
    return known;
  };
  const found = best(words);
  const ofNoun = (noun: FoundNoun): HitGroup => ({
    id: noun.id,
    noun,
    hits: found
      .filter((object) => object.noun === noun)
      .slice(0, mostPerGroup)
      .map((object) => ({ kind: 'object', object })),
  });
  const verbs: HitGroup = { id: 'verbs', noun: null, hits: findVerbs(words, best, t) };
  if (isVerbsOnly) return [verbs].filter(isFilled);
  const places: Hit[] = palettePlaces
    .filter((place) => isFound(words, t(place.title)))
    .map((place) => ({ kind: 'place', place }));
  const [first, ...others] = foundNouns;
  const groups: HitGroup[] = [
    ...(first === undefined ? [] : [ofNoun(first)]),
    verbs,
    ...others.map(ofNoun),
    { id: 'places', noun: null, hits: places },
  ];
  // Who typed a verb's name wants the verb: it goes first, unless an object has exactly that name.
  const namesVerb = verbs.hits.some((hit) => 'verb' in hit && nameOfVerb(hit.verb, words, t).length > 0);
  const isObjectNamed = found.some(({ words: { texts } }) => texts.includes(words.join(' ')));
  if (namesVerb && !isObjectNamed) groups.unshift(...groups.splice(1, 1));
  return groups.filter(isFilled);
}

function withoutQuery(
  objects: readonly PaletteObject[],
  recentIds: readonly string[],
  isVerbsOnly: boolean,
): readonly HitGroup[] {
  const actions: Hit[] = appVerbs.map((verb) => ({ kind: 'app-verb', verb }));
  if (isVerbsOnly) return [{ id: 'verbs', noun: null, hits: actions }];
  const recent = recentOf(objects, recentIds).slice(0, mostPerGroup);
  const [first] = foundNouns;
  const others = objects.filter((object) => object.noun === first && !recent.includes(object)).slice(0, mostPerGroup);
  const groups: HitGroup[] = [
    { id: 'recent', noun: null, hits: recent.map((object) => ({ kind: 'object', object })) },
    { id: 'verbs', noun: null, hits: actions },
    ...(first === undefined
      ? []
      : [{ id: first.id, noun: first, hits: others.map((object): Hit => ({ kind: 'object', object })) }]),
    { id: 'places', noun: null, hits: palettePlaces.map((place) => ({ kind: 'place', place })) },
  ];
  return groups.filter(isFilled);
}

function recentOf(objects: readonly PaletteObject[], recentIds: readonly string[]): readonly PaletteObject[] {
  const wanted = new Set(recentIds);
  const known = new Map(objects.filter(({ id }) => wanted.has(id)).map((object) => [object.id, object]));
  return recentIds.flatMap((id) => known.get(id) ?? []);
}

function recentFirst(objects: readonly PaletteObject[], recentIds: readonly string[]): readonly PaletteObject[] {
  const recent = recentOf(objects, recentIds);
  return [...recent, ...objects.filter((object) => !recent.includes(object))];
}

function bestObjects(words: readonly string[], objects: readonly PaletteObject[]): readonly PaletteObject[] {
  const best = new Map(foundNouns.map((noun) => [noun, new Best<PaletteObject>(mostCandidates)]));
  const asked = words.map((word) => ({ word, letters: lettersOf(word) }));
  for (const object of objects) {
    const score = scoreObject(asked, object.words);
    if (score !== noMatch) best.get(object.noun)?.offer(score, object);
  }
  return [...best.values()].flatMap((ofNoun) => ofNoun.items());
}

interface AskedWord {
  readonly word: string;
  readonly letters: number;
}

/** All words must be found, each in the text that answers it best; the first text is what is shown, and weighs more. */
function scoreObject(asked: readonly AskedWord[], { texts, letters }: PaletteObject['words']): number {
  let total = 0;
  for (const { word, letters: needed } of asked) {
    let best = noMatch;
    for (let at = 0; at < texts.length; at += 1) {
      if ((needed & ~(letters[at] ?? 0)) !== 0) continue;
      const score = scoreWord(word, texts[at] ?? '');
      if (score !== noMatch) best = Math.max(best, at === 0 ? score : score * 0.9);
    }
    if (best === noMatch) return noMatch;
    total += best;
  }
  return total;
}

/** Whether every word is found in a text. */
function isFound(words: readonly string[], text: string): boolean {
  const lower = text.toLowerCase();
  return words.every((word) => scoreWord(word, lower) !== noMatch);
}

function findVerbs(
  words: readonly string[],
  best: (rest: readonly string[]) => readonly PaletteObject[],
  t: Translate,
): readonly Hit[] {
  const named: Hit[] = appVerbs
    .filter((verb) => isFound(words, verb.title(t, [])))
    .map((verb) => ({ kind: 'app-verb', verb }));
  for (const noun of foundNouns) {
    for (const verb of noun.objects.verbs) {
      const used = nameOfVerb(verb, words, t);
      if (used.length === 0) continue;
      const rest = words.filter((word) => !used.includes(word));
      const hits: Hit[] = [];
      for (const object of best(rest)) {
        if (object.noun === noun) hits.push(...hitsOf(object, verb.id));
        if (hits.length >= mostPerGroup) break;
      }
      named.push(...hits);
    }
  }
  if (named.length > 0) return named.slice(0, mostVerbs);
  return best(words)
    .slice(0, objectsWithVerbs)
    .flatMap((object) => hitsOf(object))
    .slice(0, mostVerbs);
}

/** Which words of the query name this verb, by its label or by docker's own word for it: 'stop', 'rm', 'logs'. */
function nameOfVerb(verb: Verb<never>, words: readonly string[], t: Translate): readonly string[] {
  const names = verb.label(t).toLowerCase().replaceAll('…', '').split(' ');
  const dockers = verb
    .script(plainEngine, [], {})
    .flatMap(({ tokens }) => tokens)
    .filter(({ kind }) => kind === 'subcommand');
  const known = [...names, ...dockers.map(({ text }) => text)];
  return words.filter((word) => word.length >= 2 && known.some((name) => name.startsWith(word)));
}

/** The verbs of one object that can be used now; with words, those that the words find. */
function verbsOf(object: PaletteObject, words: readonly string[], t: Translate): readonly Hit[] {
  return hitsOf(object).filter((hit) => 'verb' in hit && (words.length === 0 || isFound(words, hit.verb.label(t))));
}

/** The verbs of an object that can be used now; all of them, or the one asked for. */
function hitsOf(object: PaletteObject, verbId?: string): readonly Hit[] {
  const { noun, target } = object;
  return noun.objects.verbs
    .filter((verb) => (verbId === undefined || verb.id === verbId) && verb.applies([target]) === true)
    .map((verb) => ({ kind: 'object-verb', verb, object }));
}

function isFilled({ hits }: HitGroup): boolean {
  return hits.length > 0;
}
