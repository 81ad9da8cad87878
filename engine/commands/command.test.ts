import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quoteForShell, toArgv, toShellLine } from './command.ts';
import { logsCommand, removeCommand, runCommand } from './containers.ts';
import { removeImageCommand } from './images.ts';

test('a quoted word is one word to the shell, whatever is in it', () => {
  const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes('\0'));
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 5 }), (words) => {
      // The shell is what is tested here; the words reach it only through the quoting.
      const script = `for word in ${words.map(quoteForShell).join(' ')}; do printf '%s\\0' "$word"; done`;
      const printed = execFileSync('sh', ['-c', script], { encoding: 'utf8' });
      expect(printed.split('\0').slice(0, -1)).toEqual(words);
    }),
    { numRuns: 50 },
  );
});

test('plain words stay as they are', () => {
  expect(toShellLine(logsCommand('web-1'))).toBe('docker logs --follow --timestamps web-1');
  expect(toShellLine(removeCommand(['a', 'b'], { force: true, volumes: true }))).toBe(
    'docker rm --force --volumes a b',
  );
  expect(toShellLine(removeImageCommand(['a b'], { force: false }))).toBe("docker image rm 'a b'");
});

test('a run names what it was asked', () => {
  const request = {
    image: 'nginx:1.28',
    name: 'web',
    ports: [
      { hostPort: 8080, containerPort: 80, protocol: 'tcp' as const },
      { hostPort: null, containerPort: 53, protocol: 'udp' as const },
    ],
  };
  expect(toArgv(runCommand(request))).toEqual([
    'run',
    '--detach',
    '--name',
    'web',
    '--publish',
    '8080:80',
    '--publish',
    '53/udp',
    'nginx:1.28',
  ]);
});
