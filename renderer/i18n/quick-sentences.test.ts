import { expect, test } from 'vitest';
import { createI18n } from './create-i18n.ts';
import { quickSentences } from './quick-sentences.ts';
import { resources } from './resources.ts';

/** Every key of the catalogue, and its sentence. */
function everySentence(of: object, path = ''): [string, string][] {
  return Object.entries(of).flatMap(([name, value]: [string, unknown]) =>
    typeof value === 'string'
      ? [[path + name, value] as [string, string]]
      : everySentence(value as object, `${path}${name}.`),
  );
}

type Loose = (key: string, values?: object) => string;

for (const language of ['en', 'pseudo'] as const) {
  test(`every sentence of the catalogue (${language}) is what i18next makes of it`, () => {
    const { t } = createI18n(language);
    const quick = quickSentences(t) as unknown as Loose;
    const whole = t as unknown as Loose;
    const sentences = everySentence(resources);
    expect(sentences.length).toBeGreaterThan(500);
    for (const [key, sentence] of sentences) {
      const holes = [...sentence.matchAll(/\{\{(\w+)(, *(\w+))?/g)];
      const values = Object.fromEntries(
        holes.map(([, name = '', , format]) => [
          name,
          format === 'list'
            ? ['a', 'b']
            : format !== undefined || name === 'count'
              ? 1234.5
              : `$& <${name}> {{x}} $t(y)`,
        ]),
      );
      // Twice: what was looked up once is filled the second time.
      for (let time = 0; time < 2; time += 1) {
        expect(quick(key, values), key).toBe(whole(key, values));
        expect(quick(key), key).toBe(whole(key));
      }
    }
  });
}

test('a value that is missing is seen, as in i18next', () => {
  const { t } = createI18n('en');
  const quick = quickSentences(t) as unknown as Loose;
  expect(quick('lists.select', {})).toBe((t as unknown as Loose)('lists.select', {}));
});
