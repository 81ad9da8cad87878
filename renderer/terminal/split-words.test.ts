import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteForShell } from '../../engine/commands/command.ts';
import { splitWords } from './split-words.ts';

test.each([
  ['bash', ['bash']],
  ['  psql  -U store ', ['psql', '-U', 'store']],
  [`sh -c 'echo "a b"; ls'`, ['sh', '-c', 'echo "a b"; ls']],
  [`a"b c"d\\ e`, ['ab cd e']],
  [`''`, ['']],
  ['', []],
])('%s', (line, words) => {
  expect(splitWords(line)).toEqual(words);
});

test('an open quote is no command yet', () => {
  expect(splitWords(`echo "a`)).toBeNull();
});

test('takes quoted words apart again', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ minLength: 1 })), (words) => {
      expect(splitWords(words.map(quoteForShell).join(' '))).toEqual(words);
    }),
  );
});
