import { expect, test } from '../fixtures/test.ts';

test('the list follows what the docker command does', async ({ app, engine }) => {
  const { containers } = app;
  await engine.runIdle('follower');
  await expect(containers.row('follower')).toContainText('Running');
  await engine.docker('stop', '--time', '0', 'follower');
  await expect(containers.row('follower')).toContainText('Stopped');
  await engine.docker('start', 'follower');
  await expect(containers.row('follower')).toContainText('Running');
  await engine.docker('pause', 'follower');
  await expect(containers.row('follower')).toContainText('Paused');
  await engine.docker('unpause', 'follower');
  await engine.docker('rename', 'follower', 'renamed');
  await expect(containers.row('renamed')).toContainText('Running');
  await expect(containers.row('follower')).toHaveCount(0);
  await engine.docker('rm', '--force', 'renamed');
  await expect(containers.row('renamed')).toHaveCount(0);
});

test('what ends by itself says how it ended', async ({ app, engine }) => {
  const { containers } = app;
  await engine.docker('run', '--detach', '--network', 'none', '--name', 'fine', engine.image, 'true');
  await engine.docker('run', '--detach', '--network', 'none', '--name', 'broken', engine.image, 'sh', '-c', 'exit 3');
  await engine.docker('create', '--name', 'fresh', engine.image);
  await expect(containers.row('fine')).toContainText('Finished');
  await expect(containers.row('broken')).toContainText('Failed');
  await expect(containers.row('fresh')).toContainText('Created');
});

test('a burst of changes ends with the same list as the docker command’s', async ({ app, engine }) => {
  const { containers } = app;
  const names = Array.from({ length: 12 }, (_, at) => `burst-${at}`);
  for (const name of names) await engine.docker('create', '--name', name, engine.image, 'sleep', '1d');
  await engine.docker('start', ...names);
  await engine.docker('kill', ...names.slice(0, 6));
  await engine.docker('rm', ...names.slice(0, 3));
  await expect(containers.row('burst-0')).toHaveCount(0);
  for (const name of names.slice(3, 6)) await expect(containers.row(name)).toContainText('Stopped');
  for (const name of names.slice(6)) await expect(containers.row(name)).toContainText('Running');
});
