import { closeUndrawn, outliveBombs } from '../journeys/hostile-terminal.ts';
import {
  debugWithoutShell,
  keepSession,
  openShellFromRow,
  openShellOfMachine,
  pickShell,
  sizeAndSplitShell,
} from '../journeys/shell.ts';
import { expect, test } from './test.ts';

test('a shell opens from a container’s row, runs what is typed, and says how it ended', async ({ berth, engine }) => {
  await openShellFromRow(berth.app, engine);
});

test('a session outlives its view: other pages, a window that is loaded again', async ({ berth, engine }) => {
  await keepSession(berth.app, engine);
});

test('the picker opens another user’s shell in a folder', async ({ berth, engine }) => {
  await pickShell(berth.app, engine);
});

test('the program is told of the size, and halves of it', async ({ berth, engine }) => {
  await sizeAndSplitShell(berth.app, engine);
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
  await expect(terminal.status).toContainText('The engine service restarted');
  await expect.poll(() => engine.docker('top', 'orphaned', '-o', 'pid,args')).not.toContain('sleep 4324');
});

test('an image without a shell is told of, and gets a debug shell', async ({ berth, engine, folder }) => {
  await debugWithoutShell(berth.app, engine, folder);
});

test('the machine that the engine runs on has a shell too', async ({ berth, engine }) => {
  await openShellOfMachine(berth.app, engine);
});

test('a few bytes that took the page for minutes cost it nothing, also when it is loaded again', async ({
  berth,
  engine,
}) => {
  test.slow();
  await outliveBombs(berth.app, engine);
});

test('a session that draws without end leaves the page alive, and is closed by it', async ({ berth, engine }) => {
  test.slow();
  await closeUndrawn(berth.app, engine);
});
