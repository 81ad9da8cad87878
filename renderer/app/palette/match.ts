/** How well a text answers a query; higher is better. `noMatch` when it does not. */
export type Score = number;
export const noMatch: Score = -1;

const exact = 1000;
const atStart = 800;
const atWord = 600;
const inside = 400;
const scattered = 200;
/** Longer texts say less about what was meant; beyond this the difference does not matter. */
const longest = 100;

/**
 * Which letters a text has, one bit each (digits share five, all signs one). A word whose letters are not all in a text
 * cannot be found in it: this leaves out most texts before they are looked at.
 */
export function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 97 && code <= 122) letters |= 1 << (code - 97);
    else if (code >= 48 && code <= 57) letters |= 1 << (26 + ((code - 48) >> 1));
    else letters |= 1 << 31;
  }
  return letters;
}

/**
 * Scores `text` for one word of a query, both in lower case: the whole text, its start, the start of a word in it,
 * somewhere in it, and last its letters in order with gaps. Called for every object at every key: no memory is made here.
 */
export function scoreWord(word: string, text: string): Score {
  const at = text.indexOf(word);
  const length = Math.min(text.length, longest) / longest;
  if (at === 0) return text.length === word.length ? exact : atStart - 100 * length;
  if (at > 0) return (startsWord(text, at) || wordStartOf(word, text) ? atWord : inside) - 100 * length;
  // Two letters in order are in almost everything.
  if (word.length < 3) return noMatch;
  const gaps = gapsOf(word, text);
  return gaps === -1 ? noMatch : scattered - Math.min(100, gaps) - 50 * length;
}

/** A piece of a text, marked where it answers the query. */
export interface TextPart {
  /** Where it begins in the text. */
  readonly at: number;
  readonly text: string;
  readonly isMarked: boolean;
}

/** Cuts a text into what a query's words found in it and what lies between. */
export function partsOf(words: readonly string[], text: string): readonly TextPart[] {
  const lower = text.toLowerCase();
  // In some scripts lower case is longer; then the places would not fit.
  const places = new Set(lower.length === text.length ? words.flatMap((word) => placesOf(word, lower)) : []);
  const parts: { at: number; text: string; isMarked: boolean }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const last = parts.at(-1);
    if (last?.isMarked === places.has(at)) last.text += text.charAt(at);
    else parts.push({ at, text: text.charAt(at), isMarked: places.has(at) });
  }
  return parts;
}

function placesOf(word: string, text: string): number[] {
  const start = bestPlaceOf(word, text);
  if (start !== -1) return Array.from({ length: word.length }, (_unused, at) => start + at);
  if (word.length < 3 || gapsOf(word, text) === -1) return [];
  const places: number[] = [];
  let at = -1;
  for (const letter of word) {
    at = text.indexOf(letter, at + 1);
    places.push(at);
  }
  return places;
}

function bestPlaceOf(word: string, text: string): number {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) if (startsWord(text, at)) return at;
  return text.indexOf(word);
}

function wordStartOf(word: string, text: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) if (startsWord(text, at)) return true;
  return false;
}

/** Docker's names are joined by '-', '_', '.', '/', ':' and '@'. */
function startsWord(text: string, at: number): boolean {
  return at === 0 || ' -_./:@'.includes(text.charAt(at - 1));
}

/** How many letters lie between those of the word, in their first places; -1 when they are not all there in order. */
function gapsOf(word: string, text: string): number {
  let at = -1;
  let gaps = 0;
  for (let index = 0; index < word.length; index += 1) {
    const next = text.indexOf(word.charAt(index), at + 1);
    if (next === -1) return -1;
    if (index > 0) gaps += next - at - 1;
    at = next;
  }
  return gaps;
}
