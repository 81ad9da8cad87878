import type { Translate } from './translate.ts';

const hole = /\{\{(\w+)\}\}/g;

/**
 * Every row of a list asks for the same few sentences: those that only have words put in are looked up once and filled here. What needs
 * more (a count's form, a number's format, another sentence inside) goes through i18next, whose whole way takes 0.1 ms a sentence while a page
 * is being opened: 20 to 30 ms of the first paint of a list, on two cores.
 */
export function quickSentences(translate: Translate): Translate {
  const plain = new Map<string, string | null>();

  const plainOf = (key: string): string | null => {
    const known = plain.get(key);
    if (known !== undefined) return known;
    const raw = (translate as (key: string, options: object) => string)(key, { skipInterpolation: true });
    const isPlain = !/\{\{|\$t\(/.test(raw.replaceAll(hole, ''));
    plain.set(key, isPlain ? raw : null);
    return isPlain ? raw : null;
  };

  const quick = (...args: Parameters<Translate>): string => {
    const [key, values] = args as readonly [unknown, unknown];
    if (typeof key !== 'string' || args.length > 2 || !areWords(values)) return translate(...args);
    const raw = plainOf(key);
    return raw === null
      ? translate(...args)
      : raw.replaceAll(hole, (whole, name: string) => String(values?.[name] ?? whole));
  };
  return quick as Translate;
}

/** Values that are put in as they are. `count` chooses among a sentence's forms. */
function areWords(values: unknown): values is Readonly<Record<string, string | number>> | undefined {
  if (values === undefined) return true;
  if (typeof values !== 'object' || values === null) return false;
  return Object.entries(values).every(
    ([name, value]) =>
      name !== 'count' && name !== 'context' && (typeof value === 'string' || typeof value === 'number'),
  );
}
