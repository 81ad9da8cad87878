import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toEnding } from './ending.ts';
import { parsePasswd } from './shells.ts';

test('users are read from a passwd file, by number', () => {
  const text = [
    'www-data:x:33:33:www-data:/var/www:/usr/sbin/nologin',
    'root:x:0:0:root:/root:/bin/bash',
    '# a comment',
    '',
    'broken',
    'no-number:x:abc:0::/:',
    '-dash:x:5:5::/:',
    'postgres:x:999:999::/var/lib/postgresql:/bin/bash',
  ].join('\n');
  expect(parsePasswd(text)).toEqual([
    { name: 'root', uid: 0, home: '/root' },
    { name: 'www-data', uid: 33, home: '/var/www' },
    { name: 'postgres', uid: 999, home: '/var/lib/postgresql' },
  ]);
});

test('whatever stands in a passwd file, what comes out is short and plain', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (text) => {
      for (const { name, uid } of parsePasswd(text)) {
        expect(name).toMatch(/^[\w.$-]{1,32}$/);
        expect(Number.isSafeInteger(uid)).toBe(true);
      }
    }),
  );
  expect(parsePasswd(Array.from({ length: 1000 }, (_, uid) => `u${uid}:x:${uid}:0::/:`).join('\n'))).toHaveLength(200);
});

test('an exit code above 128 is a signal’s', () => {
  expect(toEnding(0)).toEqual({ kind: 'exited', code: 0 });
  expect(toEnding(127)).toEqual({ kind: 'exited', code: 127 });
  expect(toEnding(137)).toEqual({ kind: 'killed', signal: 'SIGKILL', code: 137 });
  expect(toEnding(143)).toEqual({ kind: 'killed', signal: 'SIGTERM', code: 143 });
  expect(toEnding(255)).toEqual({ kind: 'exited', code: 255 });
});
