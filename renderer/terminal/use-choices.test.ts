import { expect, test } from 'vitest';
import type { ShellChoices } from '../../engine/contract/terminals.ts';
import { lastChoice, shellChoice } from './use-choices.ts';

const plain = { user: '', workingDir: '', privileged: false };
const choices = (shells: string[], remembered: ShellChoices['remembered'] = null): ShellChoices => ({
  shells,
  users: [],
  user: '',
  workingDir: '',
  remembered,
});

test('the best shell, when nothing was opened yet', () => {
  expect(shellChoice(choices(['/bin/bash', '/bin/sh']))).toEqual({ ...plain, command: ['/bin/bash'] });
  expect(shellChoice(choices([]))).toBeNull();
});

test('the shell that was opened last, but never with all rights', () => {
  const last = { command: ['/bin/sh'], user: 'app', workingDir: '/srv', privileged: true };
  expect(shellChoice(choices(['/bin/bash', '/bin/sh'], last))).toEqual({ ...last, privileged: false });
});

test('a program that was opened last is offered, and does not start by itself', () => {
  const last = { command: ['psql', '-U', 'store'], user: 'postgres', workingDir: '', privileged: false };
  expect(lastChoice(choices(['/bin/bash'], last))).toEqual(last);
  expect(shellChoice(choices(['/bin/bash'], last))).toEqual({ ...last, command: ['/bin/bash'] });
});

test('without a shell, what was opened last is all there is', () => {
  const last = { ...plain, command: ['/app'] };
  expect(shellChoice(choices([], last))).toEqual(last);
});
