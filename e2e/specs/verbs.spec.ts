import { expect, test } from '../fixtures/test.ts';

const slowToStop = ['sh', '-c', 'trap "sleep 2; exit 0" TERM; while :; do sleep 0.1; done'];

test('start, stop and restart one, with its row saying what is under way', async ({ app, engine }) => {
  const { containers } = app;
  await engine.docker('run', '--detach', '--network', 'none', '--name', 'slow', engine.image, ...slowToStop);
  await expect(containers.row('slow')).toContainText('Running');
  await containers.act('slow', 'Stop');
  await expect(containers.row('slow')).toContainText('Stopping…');
  await expect(containers.row('slow')).toContainText(/Stopped|Finished/);
  expect(await engine.docker('inspect', '--format', '{{.State.Running}}', 'slow')).toBe('false');

  await containers.act('slow', 'Start');
  await expect(containers.row('slow')).toContainText('Running');
  expect(await engine.docker('inspect', '--format', '{{.State.Running}}', 'slow')).toBe('true');

  const before = await engine.docker('inspect', '--format', '{{.State.StartedAt}}', 'slow');
  await containers.act('slow', 'Restart');
  await expect(containers.row('slow')).toContainText('Restarting…');
  await expect(containers.row('slow')).toContainText('Running');
  await expect.poll(() => engine.docker('inspect', '--format', '{{.State.StartedAt}}', 'slow')).not.toBe(before);
});

test('remove one: it asks, says what goes and what stays, and can be called off', async ({ app, engine }) => {
  const { containers } = app;
  await engine.runIdle('doomed');
  await containers.act('doomed', 'Remove');
  await expect(containers.confirmation).toContainText('Remove doomed?');
  await expect(containers.confirmation).toContainText('It is running. Docker stops it by force first.');
  await expect(containers.confirmation).toContainText(engine.image);
  await app.page.keyboard.press('Escape');
  await expect(containers.confirmation).toBeHidden();
  expect(await engine.docker('ps', '--format', '{{.Names}}')).toBe('doomed');

  await containers.act('doomed', 'Remove');
  await containers.confirm('Remove');
  await expect(containers.confirmation).toBeHidden();
  await expect(containers.row('doomed')).toHaveCount(0);
  expect(await engine.docker('ps', '--all', '--format', '{{.Names}}')).toBe('');
});

test('stop, start, restart and remove many at once', async ({ app, engine }) => {
  const { containers } = app;
  const names = ['one', 'two', 'three'];
  for (const name of names) await engine.runIdle(name, '--stop-timeout', '1');
  await engine.runIdle('bystander');
  await expect(containers.row('bystander')).toContainText('Running');
  await containers.select(...names);
  await expect(containers.bulkBar).toContainText('3 selected');
  await containers.actOnSelected('Stop');
  for (const name of names) await expect(containers.row(name)).toContainText('Stopped');
  await containers.actOnSelected('Start');
  for (const name of names) await expect(containers.row(name)).toContainText('Running');
  await containers.actOnSelected('Restart');
  for (const name of names) await expect(containers.row(name)).toContainText('Restarting…');
  for (const name of names) await expect(containers.row(name)).toContainText('Running');
  await containers.actOnSelected('Remove');
  await expect(containers.confirmation).toContainText('Remove 3 containers?');
  await containers.confirm('Remove');
  await expect(containers.confirmation).toBeHidden();
  for (const name of names) await expect(containers.row(name)).toHaveCount(0);
  expect(await engine.docker('ps', '--all', '--format', '{{.Names}}')).toBe('bystander');
});

test('a verb that the engine refuses says why, and the row says what is', async ({ app, engine }) => {
  const { containers } = app;
  await engine.docker('create', '--name', 'broken', engine.image, '/no/such/program');
  await containers.act('broken', 'Start');
  await expect(app.page.getByText('Couldn’t start broken.').first()).toBeVisible();
  await expect(containers.row('broken')).toContainText('Created');
});
