import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect } from '@playwright/test';
import { runProgram } from '../../engine/platform/process.ts';
import type { TestEngine } from '../fixtures/engine.ts';
import type { App } from '../screens/app.ts';

/** A shell opens from a container’s row, runs what is typed, and says how it ended. */
export async function openShellFromRow(app: App, engine: TestEngine): Promise<void> {
  const { page } = app;
  await engine.runIdle('here');
  await app.containers.row('here').focus();
  await page.keyboard.press('t');
  const { terminal } = app;
  await expect(terminal.input).toBeFocused();
  await expect.poll(() => terminal.text()).toContain('/ #');
  await expect(app.commandBar.region).toContainText('docker exec --interactive --tty here');
  await terminal.run('echo $((6 * 7)) from $HOSTNAME');
  const host = (await engine.docker('inspect', '--format', '{{.Config.Hostname}}', 'here')).trim();
  await expect.poll(() => terminal.lines()).toContain(`42 from ${host}`);
  await terminal.run('exit 3');
  await expect(terminal.status).toContainText('Ended, exit code 3');
  await terminal.status.getByRole('button', { name: 'Open again' }).click();
  await expect(terminal.sessions).toHaveCount(1);
  await expect.poll(() => terminal.text()).toMatch(/\/ #\s*$/);
}

/** A session outlives its view: other pages, a window that is loaded again. */
export async function keepSession(app: App, engine: TestEngine): Promise<void> {
  const { page } = app;
  await engine.runIdle('stays');
  await app.containers.openPage('stays');
  await app.container.show('Terminal');
  const { terminal } = app;
  await expect(terminal.input).toBeFocused();
  await terminal.run('mark=still-$((40 + 2)); seq 1 200; echo $mark; vi /etc/passwd');
  await expect.poll(() => terminal.text()).toContain('root:x:0:0');
  await app.go('Images');
  await app.go('Terminals');
  await expect.poll(() => terminal.text()).toContain('root:x:0:0');
  await page.waitForTimeout(300);
  const before = await terminal.text();
  await page.reload();
  await expect.poll(() => terminal.text()).toBe(before);
  await terminal.input.focus();
  await terminal.run(':q!');
  await expect.poll(() => terminal.lines()).toContain('still-42');
  await terminal.run('echo $mark-again');
  await expect.poll(() => terminal.lines()).toContain('still-42-again');
}

/** The picker opens another user’s shell in a folder. */
export async function pickShell(app: App, engine: TestEngine): Promise<void> {
  await engine.runIdle('chosen');
  await app.containers.openPage('chosen');
  await app.container.show('Terminal');
  const { terminal } = app;
  await expect.poll(() => terminal.text()).toContain('/ #');
  await terminal.openPicker();
  await terminal.picker.getByRole('combobox', { name: 'User' }).fill('nobody');
  await terminal.picker.getByLabel('Folder').fill('/tmp');
  await expect(app.commandBar.region).toContainText('--user nobody --workdir /tmp chosen');
  await terminal.openSession();
  await expect(terminal.sessions).toHaveCount(2);
  await expect(terminal.input).toBeFocused();
  await terminal.run('echo $(id -un) $(pwd)');
  await expect.poll(() => terminal.lines()).toContain('nobody /tmp');
}

/** The program is told of the size, and halves of it. */
export async function sizeAndSplitShell(app: App, engine: TestEngine): Promise<void> {
  const { page } = app;
  await page.setViewportSize({ width: 1440, height: 900 });
  await engine.runIdle('sized');
  await app.containers.openPage('sized');
  await app.container.show('Terminal');
  const { terminal } = app;
  await expect(terminal.input).toBeFocused();
  const readSize = async (pane = 0): Promise<number[]> => {
    await terminal.run('clear; stty size');
    await expect.poll(() => terminal.text(pane)).toMatch(/^\d+ \d+$/m);
    const [, rows, columns] = /^(\d+) (\d+)$/m.exec(await terminal.text(pane)) ?? [];
    return [Number(rows), Number(columns)];
  };
  const [rows = 0, columns = 0] = await readSize();
  expect(rows).toBe((await terminal.lines()).length);
  await page.setViewportSize({ width: 900, height: 600 });
  await expect.poll(async () => (await readSize())[1]).toBeLessThan(columns);
  await page.setViewportSize({ width: 1440, height: 900 });
  await expect.poll(() => readSize()).toEqual([rows, columns]);
  await terminal.use('Split right');
  await expect(terminal.sessions).toHaveCount(2);
  await expect.poll(() => terminal.text(1)).toContain('/ #');
  const [, half = 0] = await readSize(1);
  expect(half).toBeLessThan(columns / 2 + 2);
}

/** An image that is one program and nothing else: it is said that there is no shell, and one is brought along. */
export async function debugWithoutShell(app: App, engine: TestEngine, folder: string): Promise<void> {
  await engine.docker('create', '--name', 'donor', engine.image);
  await engine.docker('cp', '--follow-link', 'donor:/bin/busybox', join(folder, 'busybox'));
  await runProgram(['/usr/bin/tar', '--create', '--file', join(folder, 'bare.tar'), '--directory', folder, 'busybox']);
  await engine.docker('import', join(folder, 'bare.tar'), 'berth-e2e/bare:1');
  await engine.docker('run', '--detach', '--name', 'bare', 'berth-e2e/bare:1', '/busybox', 'sleep', '4325');
  await app.containers.openPage('bare');
  await app.container.show('Terminal');
  await expect(app.page.getByText('There is no shell in this container')).toBeVisible();
  await app.page.getByRole('button', { name: 'Open debug shell' }).click();
  const { terminal } = app;
  await expect(terminal.input).toBeFocused();
  await terminal.run('ps | grep "sleep 432[5]"; ls /target');
  await expect.poll(() => terminal.text()).toMatch(/sleep 4325/);
  await expect.poll(() => terminal.text()).toMatch(/busybox/);
}

/** Root’s shell on the machine that the engine of the test runs on, which is this one; a second one beside it; from the engine’s card too. */
export async function openShellOfMachine(app: App, engine: TestEngine): Promise<void> {
  const { terminal, page } = app;
  const containers = (): Promise<string> => engine.docker('ps', '--all', '--quiet');
  await app.go('Terminals');
  await page.getByRole('button', { name: 'Engine shell' }).click();
  await expect(terminal.input).toBeFocused();
  await expect(app.commandBar.region).toContainText('docker run --interactive --tty --rm --privileged');
  // It is the login shell of whoever this machine belongs to: it keeps nothing of this, and its start-up files end undisturbed.
  await terminal.run('unset HISTFILE; echo "$(id -un) on $(hostname) with $((6 * 7))"');
  await expect.poll(() => terminal.lines()).toContain(`root on ${hostname()} with 42`);
  await terminal.use('Split right');
  await expect(terminal.sessions).toHaveCount(2);
  await expect(terminal.input.nth(1)).toBeFocused();
  await terminal.run('unset HISTFILE; exit 3');
  await expect(terminal.status).toContainText('Ended, exit code 3');
  await terminal.status.getByRole('button', { name: 'Open again' }).click();
  await expect(terminal.status).toHaveCount(0);
  await terminal.run('unset HISTFILE; echo again with $((6 * 7))');
  await expect.poll(() => terminal.lines(1)).toContain('again with 42');
  await app.engineCard.click();
  await page.getByRole('button', { name: 'Open a shell on the engine’s machine, as root' }).click();
  await expect(terminal.sessions).toHaveCount(3);
  await terminal.run('unset HISTFILE; echo third with $((6 * 7))');
  await expect.poll(() => terminal.lines(1)).toContain('third with 42');
  for (let open = 3; open > 0; open--) {
    await terminal.sessions.first().focus();
    await page.keyboard.press('Delete');
    await expect(terminal.sessions).toHaveCount(open - 1);
  }
  await expect(page.getByText('No open terminals')).toBeVisible();
  await expect.poll(containers).toBe('');
}
