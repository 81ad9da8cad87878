import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Container } from '../contract/containers.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { type ServiceClient, startServiceClient } from '../test/service-client.ts';

let daemon: RealDaemon;
let service: ServiceClient;

beforeAll(async () => {
  daemon = await startRealDaemon();
  service = await startServiceClient(daemon.socketPath);
});

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

async function rowOf(name: string): Promise<Container | undefined> {
  const { upserts } = await service.client.containers.changes({ epoch: '', seq: 0, freshness: 'loading' });
  return upserts.find((row) => row.name === name);
}

const expectRow = (name: string, row: object) => expect.poll(() => rowOf(name), { timeout: 10_000 }).toMatchObject(row);

const run = (name: string, script: string, ...options: string[]) =>
  daemon.docker('run', '--detach', '--name', name, ...options, testImage, 'sh', '-c', script);

test('created, running, paused, and gone', async () => {
  await daemon.docker('create', '--name', 'life', '--stop-signal', 'KILL', testImage, 'sleep', '1000');
  await expectRow('life', { state: 'created', exitCode: null, image: testImage, health: 'none' });
  const beforeMs = Date.now();
  await daemon.docker('start', 'life');
  await expectRow('life', { state: 'running' });
  expect((await rowOf('life'))?.sinceMs).toBeGreaterThanOrEqual(beforeMs - 1);
  await daemon.docker('pause', 'life');
  await expectRow('life', { state: 'paused' });
  await daemon.docker('unpause', 'life');
  await expectRow('life', { state: 'running' });
  await daemon.docker('rename', 'life', 'afterlife');
  await expectRow('afterlife', { state: 'running' });
  await daemon.docker('rm', '--force', 'afterlife');
  await expect.poll(() => rowOf('afterlife')).toBeUndefined();
});

test.each([
  ['done', 'true', [], { state: 'exited', exitCode: 0, outOfMemory: false }],
  ['fails', 'exit 3', [], { state: 'exited', exitCode: 3, outOfMemory: false }],
  ['killed', 'exit 137', [], { state: 'exited', exitCode: 137, outOfMemory: false }],
  [
    'hungry',
    'x=$(cat /dev/zero | tr "\\0" a); echo $x',
    ['--memory', '16m', '--memory-swap', '16m'],
    { state: 'exited', exitCode: 137, outOfMemory: true },
  ],
  ['stubborn', 'sleep 0.2; exit 4', ['--restart', 'always'], { state: 'restarting', exitCode: 4 }],
])('%s', async (name, script, options, row) => {
  await run(name, script, ...options);
  await expectRow(name, row);
  await daemon.docker('rm', '--force', name);
});

test('health goes from starting to healthy to unhealthy', async () => {
  await run(
    'ill',
    'touch /ok; sleep 1000',
    '--stop-signal',
    'KILL',
    '--health-cmd',
    'test -e /ok',
    '--health-interval',
    '1s',
    '--health-retries',
    '1',
  );
  await expectRow('ill', { state: 'running', health: 'healthy' });
  await daemon.docker('exec', 'ill', 'rm', '/ok');
  await expectRow('ill', { state: 'running', health: 'unhealthy' });
  await daemon.docker('rm', '--force', 'ill');
});

test('an image that loses its tag shows in the rows that use it', async () => {
  await daemon.docker('tag', testImage, 'soon-gone:1');
  await daemon.docker('create', '--name', 'user', 'soon-gone:1', 'true');
  await expectRow('user', { image: 'soon-gone:1' });
  await daemon.docker('rmi', 'soon-gone:1');
  const shown = (
    await daemon.docker('ps', '--all', '--no-trunc', '--filter', 'name=user', '--format', '{{.Image}}')
  ).trim();
  await expectRow('user', { image: shown });
  await daemon.docker('rm', 'user');
});

test('compose labels make a project', async () => {
  const labels = [
    'com.docker.compose.project=shop',
    'com.docker.compose.service=web',
    'com.docker.compose.project.config_files=/srv/a.yaml,/srv/b.yaml',
  ];
  await daemon.docker('create', '--name', 'shop-web-1', ...labels.flatMap((label) => ['--label', label]), testImage);
  await expectRow('shop-web-1', { project: 'shop', service: 'web', projectFile: '/srv/a.yaml' });
  await daemon.docker('rm', 'shop-web-1');
});

test('what the daemon refuses comes with its reason', async () => {
  const { client } = service;
  await expect(client.containers.run({ image: 'no/such:1', name: null, ports: [] })).rejects.toMatchObject({
    code: 'not-found',
    data: { reason: 'image-missing' },
  });
  const id = await run('holder', 'sleep 1000', '--stop-signal', 'KILL', '--publish', '18099:80');
  await expect(client.containers.run({ image: testImage, name: 'holder', ports: [] })).rejects.toMatchObject({
    code: 'conflict',
    data: { reason: 'name-taken', params: { name: 'holder' } },
  });
  const ports = [{ hostPort: 18_099, containerPort: 80, protocol: 'tcp' as const }];
  await expect(client.containers.run({ image: testImage, name: 'second', ports })).rejects.toMatchObject({
    code: 'conflict',
    data: { reason: 'port-taken', params: { port: '18099' } },
  });
  // What could not start is taken away again, so that the name is free for the next try.
  await expect.poll(() => rowOf('second')).toBeUndefined();
  await expect(client.containers.remove({ id, force: false, volumes: false })).rejects.toMatchObject({
    code: 'conflict',
    data: { reason: 'container-running' },
  });
  await expect(client.images.remove({ reference: testImage, force: false })).rejects.toMatchObject({
    code: 'conflict',
    data: { reason: 'image-in-use' },
  });
  await daemon.docker('rm', '--force', 'holder');
});
