import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Best } from './best.ts';

test('keeps what sorting all and cutting would keep', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.integer({ min: 1, max: 6 }), (scores, most) => {
      const best = new Best<number>(most);
      for (const [at, score] of scores.entries()) best.offer(score, at);
      const expected = [...scores.entries()].sort((a, b) => b[1] - a[1] || a[0] - b[0]).slice(0, most);
      expect(best.items()).toEqual(expected.map(([at]) => at));
    }),
  );
});
