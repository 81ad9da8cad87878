import { expect, test } from '../fixtures/test.ts';
import { BerthService } from '../fixtures/service.ts';

test.beforeEach(async ({ app, engine }) => {
  await engine.runIdle('lost');
  await app.containers.openPage('lost');
  await app.container.show('Terminal');
  await expect(app.terminal.input).toBeFocused();
});

test('a container that stops ends its sessions, and says so', async ({ app, engine }) => {
  await engine.docker('stop', '--time', '0', 'lost');
  await expect(app.terminal.status).toContainText('The container stopped');
});

test('an engine that is killed ends its sessions; nothing of them runs on', async ({ app, engine }) => {
  await app.terminal.run('sleep 4321');
  await expect.poll(() => engine.docker('top', 'lost', '-o', 'pid,args')).toContain('sleep 4321');
  await engine.kill();
  await expect(app.terminal.status).toContainText('The connection to the engine was lost');
  await engine.restart();
  await expect.poll(() => engine.docker('top', 'lost', '-o', 'pid,args')).not.toContain('sleep 4321');
  await app.terminal.status.getByRole('button', { name: 'Open again' }).click();
  await expect.poll(() => app.terminal.text()).toMatch(/\/ #\s*$/);
});

test('a page that is closed leaves its session to the next', async ({ app, engine, page, context, service }) => {
  await app.terminal.run('sleep 4322');
  await expect.poll(() => engine.docker('top', 'lost', '-o', 'pid,args')).toContain('sleep 4322');
  const next = await context.newPage();
  await page.goto('about:blank');
  await next.goto(service.url);
  await next.getByRole('link', { name: /^Terminals/ }).click();
  await expect(next.locator('[data-terminal] .xterm-rows')).toContainText('sleep 4322');
  expect(await engine.docker('top', 'lost', '-o', 'pid,args')).toContain('sleep 4322');
});

test('two windows: the newer one has the session, until it is taken back', async ({ app, page, context, service }) => {
  await app.terminal.run('echo $((30 + 3))');
  await expect.poll(() => app.terminal.lines()).toContain('33');
  const other = await context.newPage();
  await other.goto(service.url);
  await other.getByRole('link', { name: /^Terminals/ }).click();
  await expect(other.locator('[data-terminal] .xterm-rows')).toContainText('33');
  await expect(app.terminal.status).toContainText('Shown in another window');
  await page.bringToFront();
  await page.getByRole('button', { name: 'Show it here' }).click();
  await expect(other.getByText('Shown in another window')).toBeVisible();
  await app.terminal.input.focus();
  await app.terminal.run('echo back');
  await expect.poll(() => app.terminal.lines()).toContain('back');
});

test('a service that is killed loses its sessions, says so, and leaves nothing running', async ({
  app,
  engine,
  service,
  folder,
}) => {
  app.problems.tolerate(/WebSocket|ERR_CONNECTION/);
  await app.terminal.run('sleep 4323');
  await expect.poll(() => engine.docker('top', 'lost', '-o', 'pid,args')).toContain('sleep 4323');
  await service.kill();
  await using next = await BerthService.start({ folder, hostEngine: engine.socketPath });
  expect(next.url).not.toBe(service.url);
  await expect.poll(() => engine.docker('top', 'lost', '-o', 'pid,args')).not.toContain('sleep 4323');
});
