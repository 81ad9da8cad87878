import { expect, test } from 'vitest';
import { createI18n } from './create-i18n.ts';
import { resources } from './resources.ts';
import { createWords } from './use-words.ts';

/** Every key of the catalogue, and its sentence. */
function everySentence(of: object, path = ''): [string, string][] {
  return Object.entries(of).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[path + name, value] as [string, string]]
      : everySentence(value as object, `${path}${name}.`),
  );
}

const quickOf = (i18n: ReturnType<typeof createI18n>) => createWords(i18n).t;

type Loose = (key: string, values?: object) => string;

for (const language of ['en', 'pseudo'] as const) {
  test(`every sentence of the catalogue (${language}) is what i18next makes of it`, () => {
    const i18n = createI18n(language);
    const { t } = i18n;
    const quick = quickOf(i18n) as unknown as Loose;
    const whole = t as unknown as Loose;
    const sentences = everySentence(resources);
    expect(sentences.length).toBeGreaterThan(500);
    for (const [key, sentence] of sentences) {
      const holes = [...sentence.matchAll(/\{\{(\w+)(, *(\w+))?/g)];
      // Keys are asked for without the form that a count chooses; all numbers twice, since what was looked up once is filled the second time.
      const asked = key.replace(/_(?:zero|one|other)$/, '');
      for (const number of [1234.5, 0, 1, 2, 1, 1_000_000, 0, 59_999, 3_600_000]) {
        const values = Object.fromEntries(
          holes.map(([, name = '', , format]) => [
            name,
            format === 'list'
              ? ['a', 'b']
              : format !== undefined || name === 'count'
                ? number
                : `$& <${name}> {{x}} $t(y)`,
          ]),
        );
        expect(quick(asked, values), key).toBe(whole(asked, values));
        expect(quick(key, values), key).toBe(whole(key, values));
        expect(quick(key), key).toBe(whole(key));
      }
    }
  });
}

test('a value that is missing is seen, as in i18next', () => {
  const i18n = createI18n('en');
  const { t } = i18n;
  const quick = quickOf(i18n) as unknown as Loose;
  expect(quick('lists.select', {})).toBe((t as unknown as Loose)('lists.select', {}));
});
