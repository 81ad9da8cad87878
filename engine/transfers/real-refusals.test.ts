import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Job } from '../contract/jobs.ts';
import { createAuthority } from '../test/certificates.ts';
import { testImage } from '../test/real-daemon.ts';
import { RegistryImages } from '../test/registry-images.ts';
import { ownAddress, startRegistry } from '../test/registry.ts';
import { TokenServer } from '../test/token-server.ts';
import { startTransferService, type TransferService } from '../test/transfer-service.ts';

let rig: TransferService;
let daemon: TransferService['daemon'];
let registry: TransferService['registry'];
let front: TransferService['front'];
let service: TransferService['service'];
let client: TransferService['client'];
let watch: TransferService['watch'];

beforeAll(async () => {
  rig = await startTransferService();
  ({ daemon, registry, front, service, client, watch } = rig);
  await new RegistryImages(registry.url).push('team/tools', '1');
});

afterAll(async () => {
  await rig?.[Symbol.asyncDispose]();
});

async function pull(reference: string, platform = ''): Promise<Job> {
  return watch.untilEnded((await client.transfers.pull({ reference, platform })).id);
}

async function push(reference: string): Promise<Job> {
  await daemon.docker('tag', testImage, reference);
  return watch.untilEnded((await client.transfers.push({ reference })).id);
}

const failure = (code: string, reason: string, params: object) => ({
  state: 'failed',
  failure: { code, reason, params: expect.objectContaining(params) as object },
});

/** What the docker CLI would have stored by a sign-in without a helper. */
async function signIn(address: string, account: string, password: string): Promise<void> {
  const folder = path.join(path.dirname(service.paths.dataDir), '.docker');
  await mkdir(folder, { recursive: true });
  const auth = Buffer.from(`${account}:${password}`).toString('base64');
  await writeFile(path.join(folder, 'config.json'), JSON.stringify({ auths: { [address]: { auth } } }));
}

test.each(['', 'My/App', 'acme//api', 'https://ghcr.io/acme/api', 'acme/api:', 'a b'])(
  '%j is not sent to the engine',
  async (reference) => {
    await expect(client.transfers.pull({ reference, platform: '' })).rejects.toMatchObject({ code: 'invalid' });
  },
);

describe('a registry that anybody may use', () => {
  test('has no such tag', async () => {
    const image = `${front.address}/team/tools:9`;
    expect(await pull(image)).toMatchObject(failure('not-found', 'tag-missing', { registry: front.address, image }));
  });

  test('has no such repository', async () => {
    const ended = await pull(`${front.address}/team/nothing:1`);
    expect(['tag-missing', 'repository-missing']).toContain(ended.failure?.reason);
  });

  test('has the image, but not for this platform', async () => {
    const images = new RegistryImages(registry.url);
    const one = await images.push('team/multi', 'amd');
    await images.pushIndex('team/multi', 'all', { 'linux/s390x': one });
    const ended = await pull(`${front.address}/team/multi:all`, 'linux/arm64');
    expect(ended).toMatchObject(failure('not-found', 'platform-missing', { platform: 'linux/arm64' }));
  });

  test.each([
    [403, 'access-denied'],
    [429, 'rate-limited'],
    [500, 'registry-failed'],
    [503, 'registry-failed'],
  ])('answers %i', async (status, reason) => {
    front.setFaults({ kind: 'answer', status, path: /\/manifests\// });
    onTestFinished(() => front.setFaults());
    expect(await pull(`${front.address}/team/tools:1`)).toMatchObject({ state: 'failed', failure: { reason } });
  });

  test('breaks off each time', async () => {
    front.setFaults({ kind: 'cut', direction: 'down', afterBytes: 10, path: /\/manifests\// });
    onTestFinished(() => front.setFaults());
    const ended = await pull(`${front.address}/team/tools:1`);
    expect(ended).toMatchObject({ state: 'failed', failure: { reason: 'registry-failed' } });
  });

  test('has no such image here to push', async () => {
    const { id } = await client.transfers.push({ reference: `${front.address}/team/absent:1` });
    expect(await watch.untilEnded(id)).toMatchObject({ state: 'failed', failure: { reason: 'image-missing' } });
  });
});

test('a registry that is not there', async () => {
  expect(await pull('127.0.0.1:1/team/tools:1')).toMatchObject(
    failure('rejected', 'registry-unreachable', { registry: '127.0.0.1:1' }),
  );
  expect(await pull('registry.invalid/team/tools:1')).toMatchObject({ failure: { reason: 'registry-unreachable' } });
});

test('a registry that does not speak https, and one whose certificate nobody knows', async () => {
  await using plain = await startRegistry({ host: ownAddress() });
  expect(await pull(`${plain.address}/team/tools:1`)).toMatchObject({ failure: { reason: 'registry-not-secure' } });
  await using secure = await startRegistry({ host: ownAddress(), tls: createAuthority() });
  expect(await pull(`${secure.address}/team/tools:1`)).toMatchObject({ failure: { reason: 'certificate-unknown' } });
});

test('a registry that wants an account', async () => {
  await using locked = await startRegistry({ accounts: { ada: 'p:ässwörd' } });
  const image = `${locked.address}/team/tools:1`;
  const params = { registry: locked.address, image };
  expect(await pull(image)).toMatchObject(failure('unauthorized', 'sign-in-needed', params));
  expect(await push(image)).toMatchObject(failure('unauthorized', 'sign-in-needed', params));
  await signIn(locked.address, 'ada', 'wrong');
  expect(await pull(image)).toMatchObject(failure('unauthorized', 'sign-in-refused', params));
  expect(await push(image)).toMatchObject(failure('unauthorized', 'sign-in-refused', params));
  await signIn(locked.address, 'ada', 'p:ässwörd');
  expect(await push(image)).toMatchObject({ state: 'done' });
  await daemon.docker('image', 'rm', image);
  expect(await pull(image)).toMatchObject({ state: 'done' });
});

test('a registry that lets one read, but not write', async () => {
  await using tokens = await TokenServer.start({
    accounts: { ada: 'secret' },
    mayDo: (account, _repository, action) => account !== null && action === 'pull',
  });
  await using limited = await startRegistry({ tokens });
  const image = `${limited.address}/team/tools:1`;
  expect(await push(image)).toMatchObject({ failure: { reason: 'sign-in-needed' } });
  await signIn(limited.address, 'ada', 'secret');
  expect(await push(image)).toMatchObject(
    failure('unauthorized', 'access-denied', { registry: limited.address, image }),
  );
});
