import { request } from 'node:http';
import { once } from 'node:events';
import { findFreePort } from '../fixtures/free-port.ts';
import { expect, test } from '../fixtures/test.ts';

async function statusOf(port: number): Promise<number> {
  const call = request({ host: '127.0.0.1', port, agent: false });
  call.end();
  const [response] = (await once(call, 'response')) as [{ statusCode?: number; resume(): void }];
  response.resume();
  return response.statusCode ?? 0;
}

test('a container is run from the form, with a name and a port, and its page opens', async ({ app, engine }) => {
  const port = await findFreePort();
  await app.containers.runButton.click();
  await app.runDialog.enter({ image: engine.webImage, name: 'my-web', hostPort: port, containerPort: 8080 });
  await expect(app.runDialog.dialog).toContainText(`--publish ${port}:8080`);
  await app.runDialog.run();
  await expect(app.runDialog.dialog).toBeHidden();
  await expect(app.containers.row('my-web')).toContainText('Running');
  await expect.poll(() => statusOf(port).catch(() => 0)).toBe(200);
  const link = app.containers.row('my-web').getByRole('link', { name: new RegExp(`:${port} `) });
  await expect(link).toHaveAttribute('href', `http://localhost:${port}/`);
  const inspected = JSON.parse(await engine.docker('inspect', 'my-web')) as [{ HostConfig: { PortBindings: object } }];
  expect(inspected[0].HostConfig.PortBindings).toEqual({ '8080/tcp': [{ HostIp: '', HostPort: String(port) }] });
});

test('a name that is taken is said at once, and the form stays', async ({ app, engine }) => {
  await engine.docker('create', '--name', 'taken', engine.image);
  await expect(app.containers.row('taken')).toBeVisible();
  await app.containers.runButton.click();
  await app.runDialog.enter({ image: engine.image, name: 'taken' });
  await expect(app.runDialog.dialog).toContainText('There already is a container called taken');
  await app.runDialog.cancel();
  await expect(app.runDialog.dialog).toBeHidden();
  expect(await engine.docker('ps', '--all', '--format', '{{.Names}}')).toBe('taken');
});

test('a port that another program holds is named when the engine refuses', async ({ app, engine }) => {
  const port = await findFreePort();
  await engine.docker('run', '--detach', '--name', 'holder', '--publish', `${port}:8080`, engine.webImage);
  await expect(app.containers.row('holder')).toContainText('Running');
  await app.containers.runButton.click();
  await app.runDialog.enter({ image: engine.webImage, name: 'second', hostPort: port, containerPort: 8080 });
  if (await app.runDialog.runButton.isEnabled()) await app.runDialog.run();
  await expect(app.page.getByText(new RegExp(`Port ${port} is taken`)).first()).toBeVisible();
});
