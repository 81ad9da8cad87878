import { expect, test } from '../fixtures/test.ts';

test.use({ engineSocket: async ({ daemonProxy }, use) => use(daemonProxy.socketPath) });

test.describe('an engine behind a bad line', () => {
  test.beforeEach(async ({ app, engine }) => {
    await engine.runIdle('steady');
    await expect(app.containers.row('steady')).toContainText('Running');
  });

  test('that answers 500 to a verb: the page says the engine’s words, the row stays', async ({ app, daemonProxy }) => {
    daemonProxy.setFaults({ kind: 'answer', status: 500, body: '{"message":"the disk is on fire"}', path: /\/stop/ });
    await app.containers.act('steady', 'Stop');
    await expect(app.page.getByText('Couldn’t stop steady.').first()).toBeVisible();
    await app.page.getByText('What the engine said').first().click();
    await expect(app.page.getByText('the disk is on fire').first()).toBeVisible();
    await expect(app.containers.row('steady')).toContainText('Running');
    daemonProxy.setFaults();
    await app.containers.act('steady', 'Stop');
    await expect(app.containers.row('steady')).toContainText('Stopped');
  });

  test('that answers 500 to the list: what is known stays, and is fresh again afterwards', async ({
    app,
    engine,
    daemonProxy,
  }) => {
    daemonProxy.setFaults({ kind: 'answer', status: 500, body: '{"message":"boom"}', path: /containers\/json/ });
    await engine.runIdle('unseen');
    await expect(app.containers.row('steady')).toBeVisible();
    daemonProxy.setFaults();
    await expect(app.containers.row('unseen')).toContainText('Running', { timeout: 30_000 });
  });

  test('that sends garbage in its list and among its events', async ({ app, engine, daemonProxy }) => {
    const bytes = Buffer.from('\u0000}}<html>garbage');
    daemonProxy.setFaults(
      { kind: 'garbage', afterBytes: 400, bytes, path: /containers\/json/ },
      { kind: 'garbage', afterBytes: 0, bytes: Buffer.from('{"half\n'), path: /\/events/ },
    );
    await engine.runIdle('later');
    await expect(app.containers.row('steady')).toBeVisible();
    daemonProxy.setFaults();
    await expect(app.containers.row('later')).toContainText('Running', { timeout: 30_000 });
  });

  test('that is cut in the middle of a list, and of its events', async ({ app, engine, daemonProxy }) => {
    daemonProxy.setFaults({ kind: 'cut', direction: 'down', afterBytes: 300, path: /containers\/json/ });
    daemonProxy.cut();
    await engine.docker('rm', '--force', 'steady');
    await engine.runIdle('other');
    daemonProxy.setFaults();
    await expect(app.containers.row('other')).toContainText('Running', { timeout: 30_000 });
    await expect(app.containers.row('steady')).toHaveCount(0);
  });

  test('that is slow: rows stay, the verb shows that it is under way', async ({ app, daemonProxy }) => {
    daemonProxy.setFaults({ kind: 'delay', delayMs: 400, jitterMs: 200 });
    await app.containers.act('steady', 'Stop');
    await expect(app.containers.row('steady')).toContainText('Stopping…');
    await expect(app.containers.row('steady')).toContainText('Stopped', { timeout: 20_000 });
  });

  test('that refuses connections for a while', async ({ app, engine, daemonProxy }) => {
    await daemonProxy.refuse();
    await expect(app.engineCard).not.toHaveAccessibleName(/running/i);
    await expect(app.containers.row('steady')).toBeVisible();
    await engine.docker('stop', '--time', '0', 'steady');
    await daemonProxy.accept();
    await expect(app.engineCard).toHaveAccessibleName(/running/i, { timeout: 30_000 });
    await expect(app.containers.row('steady')).toContainText('Stopped');
  });
});
