import { join } from 'node:path';
import { toEngineLayout } from '../../engine/daemon/native/engine-layout.ts';
import { findDockerd } from '../../engine/daemon/native/engine-processes.ts';
import { createDockerCli, type DockerCli, findDockerProgram } from '../fixtures/docker-cli.ts';
import { findFreePort } from '../fixtures/free-port.ts';
import { BerthService } from '../fixtures/service.ts';
import { expect, test } from '../fixtures/test.ts';

// The engine that Berth brings along, with data of its own; only the fetched packages are shared.
test.use({
  service: async ({ folder }, use) => {
    await using service = await BerthService.start({ folder, sharesBundle: true });
    await use(service);
  },
});

async function dockerOf(folder: string): Promise<DockerCli> {
  const program = await findDockerProgram();
  if (program === null) throw new Error('The bundle is not there, though the engine runs.');
  return createDockerCli(program, join(folder, 'run', 'docker.sock'), folder);
}

test('the first start ends with a first container, whose page opens', async ({ app, folder }) => {
  test.setTimeout(180_000);
  await expect(app.engineCard).toHaveAccessibleName(/running/i, { timeout: 120_000 });
  await expect(app.page.getByText('Run your first container')).toBeVisible();
  await app.page.getByRole('button', { name: 'Run a web server' }).click();
  const running = app.containers.rows.filter({ hasText: 'Running' });
  await expect(running.or(app.runDialog.dialog)).toBeVisible();
  if (await app.runDialog.dialog.isVisible()) {
    // Port 8080 of this computer is taken: the form asks for another one.
    await app.runDialog.enter({ hostPort: await findFreePort() });
    await app.runDialog.run();
  }
  await expect(running).toHaveCount(1);
  const address = await running.getByRole('link').first().getAttribute('href');
  const answer = await app.page.request.get(address ?? '');
  expect(answer.status()).toBe(200);
  const docker = await dockerOf(folder);
  expect(await docker('ps', '--format', '{{.Status}}')).toMatch(/^Up /);
});

test('a killed engine is started again by itself: rows stay, nothing is lost', async ({ app, folder }) => {
  test.setTimeout(180_000);
  await expect(app.engineCard).toHaveAccessibleName(/running/i, { timeout: 120_000 });
  await expect(app.page.getByRole('button', { name: 'Run a web server' })).toBeVisible();
  const docker = await dockerOf(folder);
  await docker('create', '--name', 'kept', 'berth/welcome:latest');
  await expect(app.containers.row('kept')).toContainText('Created');
  const dockerd = findDockerd(toEngineLayout(join(folder, 'data'), join(folder, 'run')));
  if (dockerd === null) throw new Error('dockerd does not run.');
  process.kill(dockerd.pid, 'SIGKILL');
  await expect(app.engineCard).not.toHaveAccessibleName(/running/i);
  await expect(app.containers.row('kept')).toBeVisible();
  await expect(app.engineCard).toHaveAccessibleName(/running/i, { timeout: 60_000 });
  await expect(app.containers.row('kept')).toContainText('Created');
  await docker('start', 'kept');
  await expect(app.containers.row('kept')).toContainText('Running');
});
