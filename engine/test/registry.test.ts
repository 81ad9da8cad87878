import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RealDaemon, startRealDaemon, testImage } from './real-daemon.ts';
import { RegistryFront } from './registry-front.ts';
import { startRegistry } from './registry.ts';
import { TokenServer } from './token-server.ts';

let daemon: RealDaemon;

beforeAll(async () => {
  daemon = await startRealDaemon();
});

afterAll(async () => {
  await daemon?.[Symbol.asyncDispose]();
});

const accounts = { ada: 'p:ässwörd', bob: 'bob' };

async function login(address: string, account: string, password: string): Promise<{ code: number; stderr: string }> {
  return daemon.dockerCli(['login', address, '--username', account, '--password-stdin'], { input: password });
}

/** Tags the test image so, pushes it, removes it here and pulls it again. */
async function roundTrip(image: string): Promise<void> {
  await daemon.docker('tag', testImage, image);
  await daemon.docker('push', image);
  await daemon.docker('rmi', image);
  await daemon.docker('pull', image);
}

test('an image goes to the registry and comes back', async () => {
  await using registry = await startRegistry();
  await roundTrip(`${registry.address}/team/tools:1`);
  const catalogue = await (await fetch(`${registry.url}/v2/_catalog`)).json();
  expect(catalogue).toEqual({ repositories: ['team/tools'] });
});

test('a registry with accounts takes its own passwords and no others', async () => {
  await using registry = await startRegistry({ accounts });
  expect((await login(registry.address, 'ada', 'wrong')).stderr).toContain('401 Unauthorized');
  expect(await login(registry.address, 'ada', accounts.ada)).toMatchObject({ code: 0 });
  await roundTrip(`${registry.address}/team/tools:1`);
  await daemon.docker('logout', registry.address);
  const refused = await daemon.dockerCli(['push', `${registry.address}/team/tools:1`]);
  expect(refused.stderr).toContain('no basic auth credentials');
});

test('a registry with tokens: the docker CLI signs in, gets an identity token, and may what it may', async () => {
  await using tokens = await TokenServer.start({
    accounts,
    mayDo: (account, name, action) =>
      account === 'ada' || (account === 'bob' && name === 'team/tools' && action === 'pull'),
  });
  await using registry = await startRegistry({ tokens });
  const image = `${registry.address}/team/tools:1`;
  expect((await login(registry.address, 'ada', 'wrong')).stderr).toContain('incorrect username or password');
  expect(await login(registry.address, 'ada', accounts.ada)).toMatchObject({ code: 0 });
  await roundTrip(image);
  expect(new Set(tokens.requests.map(({ grantType }) => grantType))).toContain('refresh_token');

  await login(registry.address, 'bob', accounts.bob);
  await daemon.docker('pull', image);
  expect((await daemon.dockerCli(['push', image])).stderr).toContain('requested access to the resource is denied');
  tokens.revokeIdentityTokens();
  expect(await daemon.dockerCli(['pull', image])).toMatchObject({ code: 1 });
});

test('a registry behind a front: what passes is counted, and faults are what they say', async () => {
  await using registry = await startRegistry();
  await using front = await RegistryFront.start(registry);
  const image = `${front.address}/team/tools:1`;
  await roundTrip(image);
  // With all its names, of other tests too: its layers have to go.
  const removeWhole = async () =>
    daemon.docker('rmi', '--force', await daemon.docker('image', 'inspect', '--format', '{{.Id}}', image));
  await removeWhole();
  front.resetCounts();
  await daemon.docker('pull', image);
  const blobs = Object.entries(front.counts()).filter(([name]) => /^GET .*\/blobs\//.test(name));
  const [layer = ''] = blobs.sort(([, a], [, b]) => b.bytesDown - a.bytesDown)[0] ?? [];

  await removeWhole();
  front.resetCounts();
  // Of that one only: dockerd may ask for the small configuration first.
  const path = new RegExp(layer.replace('GET ', ''));
  front.setFaults({ kind: 'cut', direction: 'down', afterBytes: 100_000, path, times: 1 });
  await daemon.docker('pull', image);
  expect(front.counts()[layer]).toMatchObject({ requests: 2 });
  front.setFaults({ kind: 'answer', status: 503, path: /manifests/ });
  expect(await daemon.dockerCli(['pull', image])).toMatchObject({ code: 1 });
  front.setFaults();
  await daemon.docker('pull', image);
});
