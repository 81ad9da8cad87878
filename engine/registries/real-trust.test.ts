import pino from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAuthority } from '../test/certificates.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { ownAddress, startRegistry } from '../test/registry.ts';
import { RegistryClient } from './registry-client.ts';
import { Trust } from './trust.ts';

const { signal } = new AbortController();

let daemon: RealDaemon;

beforeAll(async () => {
  daemon = await startRealDaemon();
});

afterAll(async () => {
  await daemon?.[Symbol.asyncDispose]();
});

async function open(): Promise<{ trust: Trust; client: RegistryClient }> {
  const { engine, paths } = daemon;
  const trust = await Trust.open({
    insecureRegistries: engine.capabilities.insecureRegistries,
    dataDir: paths.dataDir,
    certsDir: engine.capabilities.certsDir,
    log: pino({ level: 'silent' }),
  });
  const credentials = { find: async () => null };
  return { trust, client: new RegistryClient({ credentials, trust, log: pino({ level: 'silent' }) }) };
}

test('dockerd and the client believe a certificate from the moment it is set until it is taken away', async () => {
  const authority = createAuthority();
  await using registry = await startRegistry({ tls: authority, host: ownAddress() });
  const { trust, client } = await open();
  const image = `${registry.address}/team/tools:1`;
  await daemon.docker('tag', testImage, image);
  const push = () => daemon.dockerCli(['push', image]);
  expect((await push()).stderr).toContain('certificate signed by unknown authority');
  await expect(client.ping(registry.address, signal)).rejects.toMatchObject({ reason: 'certificate-unknown' });
  try {
    await trust.set(registry.address, { certificate: authority.certificate }, signal);
    expect(await push()).toMatchObject({ code: 0, stderr: '' });
    expect(await client.tags(registry.address, 'team/tools', '', signal)).toMatchObject({ names: ['1'] });
    await daemon.docker('rmi', image);
    expect(await daemon.dockerCli(['pull', image])).toMatchObject({ code: 0 });
  } finally {
    await trust.set(registry.address, { certificate: null }, signal);
  }
  expect((await push()).stderr).toContain('certificate signed by unknown authority');
  await expect(client.ping(registry.address, signal)).rejects.toMatchObject({ reason: 'certificate-unknown' });
});

test("a server's own certificate does too, as dockerd and the client agree", async () => {
  const authority = createAuthority();
  await using registry = await startRegistry({ tls: authority, host: ownAddress() });
  const { trust, client } = await open();
  // As `openssl s_client -showcerts` shows it: no authority, and not signed by itself.
  try {
    await trust.set(registry.address, { certificate: registry.serverCertificate ?? '' }, signal);
    await expect(client.ping(registry.address, signal)).resolves.toBeDefined();
    const pulled = await daemon.dockerCli(['pull', `${registry.address}/team/none:1`]);
    expect(pulled.stderr).toMatch(/manifest unknown|not found/);
  } finally {
    await trust.set(registry.address, { certificate: null }, signal);
  }
});

test('http beyond loopback: refused, allowed at once without a restart, kept over one, and refused again', async () => {
  await using registry = await startRegistry({ host: ownAddress() });
  const { trust, client } = await open();
  const image = `${registry.address}/team/tools:1`;
  await daemon.docker('tag', testImage, image);
  const push = () => daemon.dockerCli(['push', image]);
  expect((await push()).stderr).toContain('server gave HTTP response to HTTPS client');
  await expect(client.ping(registry.address, signal)).rejects.toMatchObject({ reason: 'registry-not-secure' });
  await daemon.docker('run', '--detach', '--name', 'lives-on', testImage, 'sleep', '600');

  await trust.set(registry.address, { isInsecure: true }, signal);
  expect(await push()).toMatchObject({ code: 0, stderr: '' });
  expect(await client.tags(registry.address, 'team/tools', '', signal)).toMatchObject({ names: ['1'] });
  await daemon.kill();
  await daemon.restart();
  expect(await push()).toMatchObject({ code: 0 });
  expect((await open()).trust.of(registry.address).isInsecure).toBe(true);

  await trust.set(registry.address, { isInsecure: false }, signal);
  expect((await push()).stderr).toContain('server gave HTTP response to HTTPS client');
  await expect(client.ping(registry.address, signal)).rejects.toMatchObject({ reason: 'registry-not-secure' });
  expect(await daemon.docker('inspect', '--format', '{{.State.Running}}', 'lives-on')).toBe('true');
});
