import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { TestEngine } from '../fixtures/engine.ts';
import { BerthService, dockerConfigFolder } from '../fixtures/service.ts';
import { expect, test } from '../fixtures/test.ts';
import { App } from '../screens/app.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** Runs a copied line in a shell, as a person pastes it, with `docker` meaning the real one on this engine. */
async function paste(line: string, engine: TestEngine): Promise<void> {
  const script = `docker() { "$BERTH_DOCKER" --host "$BERTH_HOST" "$@"; }\n${line}\n`;
  await promisify(execFile)('/bin/sh', ['-c', script], {
    env: { PATH: process.env['PATH'], BERTH_DOCKER: engine.dockerProgram, BERTH_HOST: `unix://${engine.socketPath}` },
  });
}

test('a verb shows its line, which pasted into a shell does the same', async ({ app, engine, page }) => {
  const { containers, commandBar } = app;
  await engine.runIdle('bar');
  await containers.act('bar', 'Stop');
  await expect(containers.row('bar')).toContainText('Stopped');
  await page.mouse.move(0, 0);
  await expect(commandBar.line).toHaveText('docker stop bar');
  await engine.docker('start', 'bar');
  await expect(containers.row('bar')).toContainText('Running');
  await commandBar.copy();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe('docker stop bar');
  await paste(copied, engine);
  await expect(containers.row('bar')).toContainText('Stopped');
});

test('a verb that has the focus shows what it will run', async ({ app, engine }) => {
  const { containers, commandBar } = app;
  await engine.docker('create', '--name', 'looked-at', engine.image);
  await containers.hoverAction('looked-at', 'Start');
  await expect(commandBar.line).toHaveText('docker start looked-at');
  expect(await engine.docker('inspect', '--format', '{{.State.Status}}', 'looked-at')).toBe('created');
});

test('the form’s line, pasted into a shell, makes the same container', async ({ app, engine, page }) => {
  await app.containers.runButton.click();
  await app.runDialog.enter({ image: engine.webImage, name: 'twin-a', hostPort: 'any', containerPort: 8080 });
  await app.runDialog.run();
  await expect(app.containers.row('twin-a')).toContainText('Running');
  await expect(app.commandBar.line).toContainText('docker run --detach --name twin-a');
  await app.commandBar.copy();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  await paste(copied.replace('twin-a', 'twin-b'), engine);
  const settingsOf = async (name: string): Promise<unknown> => {
    const [record] = JSON.parse(await engine.docker('inspect', name)) as [
      { Config: Record<string, unknown>; HostConfig: Record<string, unknown> },
    ];
    const { Hostname: _hostname, ...config } = record.Config;
    return { config, host: record.HostConfig };
  };
  const [first, second] = [await settingsOf('twin-a'), await settingsOf('twin-b')];
  expect(first).toEqual(second);
});

test('what was run shows in every page, and after a reload', async ({
  app,
  engine,
  page,
  context,
  service,
  problems,
}) => {
  await engine.runIdle('shared');
  await app.containers.act('shared', 'Stop');
  await expect(app.containers.row('shared')).toContainText('Stopped');
  await page.mouse.move(0, 0);
  await expect(app.commandBar.region).toContainText('Randocker stop shared');
  const other = await context.newPage();
  await other.goto(service.url);
  const { commandBar, containers } = new App(other, problems);
  await expect(commandBar.region).toContainText('Randocker stop shared');
  await containers.act('shared', 'Start');
  await expect(app.commandBar.region).toContainText('Randocker start shared');
  await other.close();
  await page.reload();
  await expect(app.commandBar.region).toContainText('Randocker start shared');
});

test('a line names its engine where a plain docker reaches another one, and follows docker context use', async ({
  engine,
  engineSocket,
  folder,
  page,
  problems,
}) => {
  const config = dockerConfigFolder(folder);
  const env = { PATH: process.env['PATH'], DOCKER_CONFIG: config, BERTH_DOCKER: engine.dockerProgram };
  const shell = (script: string) =>
    promisify(execFile)('/bin/sh', ['-c', `docker() { "$BERTH_DOCKER" "$@"; }\n${script}\n`], { env });
  await shell(`docker context create tested --docker host=unix://${engineSocket}`);
  await using service = await BerthService.start({ folder, hostEngine: 'tested' });
  await page.goto(service.url);
  const { containers, commandBar } = new App(page, problems);
  await engine.runIdle('named');
  await containers.act('named', 'Stop');
  await expect(containers.row('named')).toContainText('Stopped');
  await page.mouse.move(0, 0);
  await expect(commandBar.line).toHaveText('docker --context tested stop named');
  await engine.docker('start', 'named');
  await expect(containers.row('named')).toContainText('Running');
  await commandBar.copy();
  await shell(await page.evaluate(() => navigator.clipboard.readText()));
  await expect(containers.row('named')).toContainText('Stopped');
  await shell('docker context use tested');
  await expect(commandBar.line).toHaveText('docker stop named');
  await shell('docker context use default');
  await expect(commandBar.line).toHaveText('docker --context tested stop named');
  await page.goto('about:blank');
});
