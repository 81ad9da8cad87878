import { afterAll, beforeAll, expect, test } from 'vitest';
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

test('a page starts the local registry, sees it among the registries, and what is pushed there', async () => {
  const { registries } = service.client;
  const { containerId, address } = await registries.startLocal();
  expect(await daemon.docker('ps', '--no-trunc', '--quiet')).toBe(containerId);
  const { upserts } = await registries.changes({ epoch: '', seq: 0, freshness: 'loading' });
  expect(upserts.find(({ id }) => id === address)).toMatchObject({ isLocal: true, account: null });
  expect(await registries.repositories({ address, after: '' })).toEqual({ names: [], next: null });
  await daemon.docker('tag', testImage, `${address}/team/tools:1`);
  await daemon.docker('push', `${address}/team/tools:1`);
  expect(await registries.repositories({ address, after: '' })).toEqual({ names: ['team/tools'], next: null });
  expect(await registries.tags({ address, repository: 'team/tools', after: '' })).toEqual({ names: ['1'], next: null });
  expect(await registries.startLocal()).toEqual({ containerId, address, how: 'started' });
});

test("another engine's trust is not Berth's to set", async () => {
  await expect(
    service.client.registries.setTrust({ address: 'registry.acme.dev', isInsecure: true }),
  ).rejects.toMatchObject({ code: 'unsupported' });
});

test("the bundled engine's trust is set and shown", async () => {
  await using joined = await startServiceClient(null, daemon.paths);
  const { registries } = joined.client;
  const address = 'registry.acme.dev:5000';
  const isInsecure = async (): Promise<boolean | undefined> => {
    const { upserts } = await registries.changes({ epoch: '', seq: 0, freshness: 'loading' });
    return upserts.find(({ id }) => id === address)?.trust.isInsecure;
  };
  await registries.setTrust({ address, isInsecure: true });
  expect(await isInsecure()).toBe(true);
  expect(await daemon.docker('info', '--format', '{{json .RegistryConfig.IndexConfigs}}')).toContain(address);
  await registries.setTrust({ address, isInsecure: false });
  expect(await isInsecure()).not.toBe(true);
  expect(await daemon.docker('info', '--format', '{{json .RegistryConfig.IndexConfigs}}')).not.toContain(address);
});
