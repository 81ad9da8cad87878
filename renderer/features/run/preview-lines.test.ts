import { expect, test } from 'vitest';
import { scriptOn } from '../../../engine/commands/command.ts';
import { runCommand } from '../../../engine/commands/containers.ts';
import type { LineEngine } from '../../../engine/contract/journal.ts';
import { toPreviewLines } from './preview-lines.ts';
import { addPort, changePort, emptyRunForm, type RunForm, toRunRequest } from './run-form.ts';

const engine: LineEngine = { id: 'bundled', shell: { kind: 'context', name: 'berth' } };

function linesOf(form: RunForm) {
  return toPreviewLines(scriptOn(engine, runCommand(toRunRequest(form))), form).map(({ field, tokens }) => [
    tokens.map(({ text }) => text).join(' '),
    field,
  ]);
}

test('each line belongs to the field that it is from, also where a row before it is left out', () => {
  let form: RunForm = { ...emptyRunForm('nginx:1'), name: 'web' };
  for (const [key, container] of [
    [1, '80'],
    [2, 'nonsense'],
    [3, '53'],
  ] as const) {
    form = changePort(addPort(form), key, { container });
  }
  form = changePort(form, 3, { host: '5353', protocol: 'udp' });
  expect(linesOf(form)).toEqual([
    ['docker --context berth run', undefined],
    ['--detach', undefined],
    ['--name web', 'name'],
    ['--publish 80', 'port-1-host'],
    ['--publish 5353:53/udp', 'port-3-host'],
    ['nginx:1', 'image'],
  ]);
});

test('a form without a name has no line of one', () => {
  expect(linesOf(emptyRunForm('nginx'))).toEqual([
    ['docker --context berth run', undefined],
    ['--detach', undefined],
    ['nginx', 'image'],
  ]);
});
