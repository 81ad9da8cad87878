import { expect, test } from './test.ts';

test('a shell opens, runs what is typed, and outlives the window’s reload', async ({ berth, engine }) => {
  const { app, page } = berth;
  await engine.runIdle('shelled');
  await app.containers.openPage('shelled');
  await app.container.show('Terminal');
  const { terminal } = app;
  await expect(terminal.input).toBeFocused();
  await terminal.run('echo $((6 * 7)) in $TERM');
  await expect.poll(() => terminal.lines()).toContain('42 in xterm-256color');
  await terminal.run('seq 1 100000 | tail -n 3');
  await expect.poll(() => terminal.lines()).toContain('100000');
  await page.reload();
  await expect.poll(() => terminal.lines()).toContain('100000');
  await terminal.input.focus();
  await terminal.run('exit 4');
  await expect(terminal.status).toContainText('Ended, exit code 4');
});

test('a service that is killed takes its sessions along, and says so', async ({ berth, engine }) => {
  const { app } = berth;
  await engine.runIdle('orphaned');
  await app.containers.openPage('orphaned');
  await app.container.show('Terminal');
  const { terminal } = app;
  await expect(terminal.input).toBeFocused();
  await terminal.run('sleep 4324');
  await expect.poll(() => engine.docker('top', 'orphaned', '-o', 'pid,args')).toContain('sleep 4324');
  process.kill(berth.service()?.pid ?? 0, 'SIGKILL');
  await expect(terminal.status).toContainText('The engine service was restarted');
  await expect.poll(() => engine.docker('top', 'orphaned', '-o', 'pid,args')).not.toContain('sleep 4324');
});
