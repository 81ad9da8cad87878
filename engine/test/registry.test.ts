import { expect, test } from 'vitest';
import { startRealDaemon, testImage } from './real-daemon.ts';
import { startRegistry } from './registry.ts';

test('an image goes to the registry and comes back', async () => {
  await using registry = await startRegistry();
  await using daemon = await startRealDaemon();
  const name = `${registry.address}/team/tools:1`;
  expect(await daemon.dockerCli(['tag', testImage, name])).toMatchObject({ code: 0 });
  expect(await daemon.dockerCli(['push', name])).toMatchObject({ code: 0, stderr: '' });
  expect(await daemon.dockerCli(['rmi', name, testImage])).toMatchObject({ code: 0 });
  expect(await daemon.dockerCli(['pull', name])).toMatchObject({ code: 0, stderr: '' });
  const catalogue = await (await fetch(`${registry.url}/v2/_catalog`)).json();
  expect(catalogue).toEqual({ repositories: ['team/tools'] });
});
