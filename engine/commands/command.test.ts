import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { LineEngine } from '../contract/journal.ts';
import { type DockerCommand, plainEngine, quoteForShell, scriptOn, toArgv, toShellText, withReach } from './command.ts';
import { projectLogsCommand } from './compose.ts';
import { logsCommand, removeCommand, runCommand, startCommand } from './containers.ts';
import { removeImageCommand } from './images.ts';

const textOf = (command: DockerCommand, engine: LineEngine = plainEngine) => toShellText(scriptOn(engine, command));
const inContext: LineEngine = { id: 'context:build box', shell: { kind: 'context', name: 'build box' } };
const atSocket: LineEngine = { id: 'socket:/run/x.sock', shell: { kind: 'host', endpoint: 'unix:///run/x.sock' } };

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
  expect(textOf(logsCommand('web-1'))).toBe('docker logs --follow --timestamps web-1');
  expect(textOf(removeCommand(['a', 'b'], { force: true, volumes: true }))).toBe('docker rm --force --volumes a b');
  expect(textOf(removeImageCommand(['a b'], { force: false }))).toBe("docker image rm 'a b'");
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
  expect(toArgv({ ...runCommand(request), engine: plainEngine })).toEqual([
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

test('a line names its engine where a plain docker reaches another one', () => {
  const command = startCommand(['web']);
  expect(textOf(command)).toBe('docker start web');
  expect(textOf(command, inContext)).toBe("docker --context 'build box' start web");
  expect(textOf(command, atSocket)).toBe('docker --host unix:///run/x.sock start web');
  expect(textOf(projectLogsCommand('shop'), inContext)).toBe(
    "docker --context 'build box' compose --project-name shop logs --follow --timestamps",
  );
});

test('the lines of a script stand one below the other, each with its own engine', () => {
  const script = [...scriptOn(inContext, startCommand(['web'])), ...scriptOn(atSocket, startCommand(['web']))];
  expect(toShellText(script)).toBe(
    "docker --context 'build box' start web\ndocker --host unix:///run/x.sock start web",
  );
  const reached = withReach(script, { id: inContext.id, shell: { kind: 'default' } });
  expect(toShellText(reached)).toBe('docker start web\ndocker --host unix:///run/x.sock start web');
});

test('each flag and its value carry the id of their field', () => {
  const ports = [80, 81].map((containerPort) => ({ hostPort: null, containerPort, protocol: 'tcp' as const }));
  const { tokens } = runCommand({ image: 'nginx', name: 'web', ports });
  expect(tokens.map(({ text, field }) => [text, field])).toEqual([
    ['docker', undefined],
    ['run', undefined],
    ['--detach', 'detach'],
    ['--name', 'name'],
    ['web', 'name'],
    ['--publish', 'publish.0'],
    ['80', 'publish.0'],
    ['--publish', 'publish.1'],
    ['81', 'publish.1'],
    ['nginx', 'image'],
  ]);
});
