import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lettersOf, noMatch, partsOf, scoreWord } from './match.ts';

describe('scoring', () => {
  test('the better the place, the higher', () => {
    const scores = ['redis', 'redis-1', 'my-redis', 'preredis', 'r-e-d-i-s'].map((text) => scoreWord('redis', text));
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(scores).size).toBe(scores.length);
    expect(Math.min(...scores)).toBeGreaterThan(noMatch);
  });

  test('a shorter text is the better answer', () => {
    expect(scoreWord('web', 'web-1')).toBeGreaterThan(scoreWord('web', 'web-of-many-words'));
  });

  test('letters in order with gaps count from three on', () => {
    expect(scoreWord('pgs', 'postgres')).toBeGreaterThan(noMatch);
    expect(scoreWord('ps', 'postgres')).toBe(noMatch);
    expect(scoreWord('sgp', 'postgres')).toBe(noMatch);
  });

  test('finds exactly what holds the letters in order', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), maxLength: 12 });
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 3, maxLength: 4 });
    fc.assert(
      fc.property(word, text, (asked, there) => {
        const inOrder = new RegExp(asked.split('').join('.*')).test(there);
        expect(scoreWord(asked, there) !== noMatch).toBe(inOrder);
      }),
    );
  });
});

test('letters leave out only what cannot be found', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'z', '0', '9', '-', '.'), maxLength: 8 });
  fc.assert(
    fc.property(text, text, (word, there) => {
      const isLeftOut = (lettersOf(word) & ~lettersOf(there)) !== 0;
      expect(isLeftOut && there.includes(word)).toBe(false);
    }),
  );
});

describe('parts', () => {
  test('mark what was found', () => {
    const marked = (words: string[], text: string) =>
      partsOf(words, text)
        .map((part) => (part.isMarked ? `[${part.text}]` : part.text))
        .join('');
    expect(marked(['red'], 'Restart redis')).toBe('Restart [red]is');
    expect(marked(['red', 'rest'], 'Restart redis')).toBe('[Rest]art [red]is');
    expect(marked(['web'], 'cobweb web')).toBe('cobweb [web]');
    expect(marked(['pgs'], 'postgres')).toBe('[p]ost[g]re[s]');
    expect(marked(['zzz'], 'web')).toBe('web');
    expect(marked([], 'web')).toBe('web');
  });

  test('are the text again when joined', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 4 })), fc.string(), (words, text) => {
        const parts = partsOf(
          words.map((word) => word.toLowerCase()),
          text,
        );
        expect(parts.map((part) => part.text).join('')).toBe(text);
      }),
    );
  });
});
