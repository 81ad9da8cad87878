import { expect, test } from 'vitest';
import { plainEngine, scriptOn } from '../../../engine/commands/command.ts';
import { runCommand, stopCommand } from '../../../engine/commands/containers.ts';
import type { Script } from '../../../engine/contract/journal.ts';
import { shortenScript } from './shorten-script.ts';

function shown(script: Script) {
  const { tokens, left } = shortenScript(script);
  return [tokens.map(({ text }) => text).join(' '), left];
}

test('of many targets the first two are shown, and values of flags are no targets', () => {
  expect(shown(scriptOn(plainEngine, stopCommand(['a', 'b'])))).toEqual(['docker stop a b', 0]);
  expect(shown(scriptOn(plainEngine, stopCommand(['a', 'b', 'c', 'd'])))).toEqual(['docker stop a b', 2]);
  const run = runCommand({ image: 'nginx', name: 'web', ports: [] });
  expect(shown(scriptOn(plainEngine, run))).toEqual(['docker run --detach --name web nginx', 0]);
});

test('of several lines the first is shown', () => {
  const script = scriptOn(plainEngine, stopCommand(['a']), stopCommand(['b']), stopCommand(['c']));
  expect(shown(script)).toEqual(['docker stop a', 2]);
});
