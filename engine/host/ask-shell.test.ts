import { expect, test } from 'vitest';
import { AskShell, type ShellQuestion } from './ask-shell.ts';

function askShell() {
  const asked: ShellQuestion[] = [];
  return { asked, shell: new AskShell((question) => asked.push(question)) };
}

test('each question gets its own answer, in whatever order they come', async () => {
  const { asked, shell } = askShell();
  const { signal } = new AbortController();
  const first = shell.chooseSavePath({ path: '/home/mira/a.tar', title: 'Save' }, signal);
  const second = shell.chooseSavePath({ path: '/home/mira/b.tar', title: 'Save' }, signal);
  expect(asked.map(({ type, path }) => `${type} ${path}`)).toEqual([
    'choose-save-path /home/mira/a.tar',
    'choose-save-path /home/mira/b.tar',
  ]);
  shell.answer('of nobody', '/etc/passwd');
  shell.answer(asked[1]?.id, null);
  shell.answer(asked[0]?.id, '/srv/a.tar');
  expect(await second).toBeNull();
  expect(await first).toBe('/srv/a.tar');
});

test('what is no path is none', async () => {
  const { asked, shell } = askShell();
  const answer = shell.chooseSavePath({ path: '/a.tar', title: 'Save' }, new AbortController().signal);
  shell.answer(asked[0]?.id, { path: '/a.tar' });
  expect(await answer).toBeNull();
});

test('a call that is given up is not waited for, and a late answer changes nothing', async () => {
  const { asked, shell } = askShell();
  const life = new AbortController();
  const answer = shell.chooseSavePath({ path: '/a.tar', title: 'Save' }, life.signal);
  life.abort();
  await expect(answer).rejects.toThrow('aborted');
  shell.answer(asked[0]?.id, '/late.tar');
  await expect(shell.chooseSavePath({ path: '/b.tar', title: 'Save' }, life.signal)).rejects.toThrow('aborted');
  expect(asked).toHaveLength(1);
});
