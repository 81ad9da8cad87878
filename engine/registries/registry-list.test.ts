import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { testImage } from '../test/real-daemon.ts';
import {
  configFile,
  docker,
  helpers,
  home,
  login,
  registry,
  service,
  setUpRegistryList,
  signIn,
  until,
} from '../test/registry-list-suite.ts';

setUpRegistryList();

describe('the list', () => {
  test('has Docker Hub from the beginning, and what the docker CLI does at once', async () => {
    const first = await until(() => true);
    expect([...first.values()]).toEqual([
      {
        id: 'docker.io',
        account: null,
        secretIn: null,
        state: 'signed-out',
        problem: null,
        checkedAtMs: null,
        expiresAtMs: null,
        limit: null,
        trust: { hasCertificate: false, isInsecure: false },
        isLocal: false,
      },
    ]);
    // Docker's folder does not exist until then.
    await login();
    const rows = await until((now) => now.has(registry.address));
    expect(rows.get(registry.address)).toMatchObject({
      account: 'mira',
      state: 'unchecked',
      secretIn: { kind: 'file' },
    });
    await docker(['logout', registry.address]);
    await until((now) => !now.has(registry.address));
    await login();
    await until((now) => now.has(registry.address));
    await rm(path.dirname(configFile()), { recursive: true });
    await until((now) => !now.has(registry.address));
    await login('joe', 'other');
    await until((now) => now.get(registry.address)?.account === 'joe');
  });

  test('says when the file is broken, keeps what it knew, and goes on once it is mended', async () => {
    await login();
    await until((now) => now.has(registry.address));
    const text = await readFile(configFile(), 'utf8');
    await writeFile(configFile(), text.slice(0, -2));
    const rows = await until((_, freshness) => freshness === 'stale');
    expect(rows.has(registry.address)).toBe(true);
    expect(await service.client.registries.config()).toMatchObject({
      path: configFile(),
      problem: { reason: 'config-broken', params: { path: configFile() } },
    });
    expect(await service.client.registries.keeping({ address: registry.address })).toMatchObject({
      place: null,
      problem: { reason: 'config-broken' },
    });
    await expect(signIn()).rejects.toMatchObject({ data: { reason: 'config-broken' } });
    expect(await readFile(configFile(), 'utf8')).toBe(text.slice(0, -2));
    await writeFile(configFile(), text);
    await until((_, freshness) => freshness === 'live');
    expect(await service.client.registries.config()).toEqual({ path: configFile(), problem: null });
  });

  test('takes accounts from helpers without asking for a secret', async () => {
    const calls = path.join(home, 'calls');
    const list = JSON.stringify({
      'https://index.docker.io/v1/': 'hubby',
      'https://index.docker.io/v1/access-token': 'hubby',
      'r.example:5000': '<token>',
      'https://old.example/v1/': 'mira',
    });
    await helpers.add('listing', `echo "$1" >> '${calls}'; [ "$1" = list ] && echo '${list}'`);
    await helpers.add('gcloud', `echo "gcloud $1" >> '${calls}'; exit 1`);
    await helpers.add('deaf', `echo "deaf $1" >> '${calls}'; exit 1`);
    await login();
    await writeFile(
      configFile(),
      JSON.stringify({
        auths: { 'kept.example': {}, 'docker.io': { auth: btoa('nobody:x') } },
        credsStore: 'listing',
        credHelpers: { 'gcr.io': 'gcloud', 'own.example': 'deaf', 'plain.example': '' },
      }),
    );
    const rows = await until((now) => now.has('gcr.io'));
    const told = [...rows.keys()].sort().map((id) => {
      const { account, state, secretIn } = rows.get(id) ?? {};
      return [id, account, state, secretIn?.kind === 'helper' ? secretIn.name : secretIn];
    });
    expect(told).toEqual([
      ['docker.io', 'hubby', 'unchecked', 'listing'],
      ['gcr.io', '', 'unchecked', 'gcloud'],
      ['kept.example', null, 'signed-out', null],
      ['old.example', null, 'signed-out', null],
      ['own.example', '', 'unchecked', 'deaf'],
      ['plain.example', null, 'signed-out', null],
      ['r.example:5000', '', 'unchecked', 'listing'],
    ]);
    expect(new Set((await readFile(calls, 'utf8')).trim().split('\n'))).toEqual(new Set(['list', 'deaf list']));
  });

  test('shows the registry that Berth started, for as long as its container is there', async () => {
    await docker(['run', '-d', '--name', 'berth-registry', '-p', '127.0.0.1::5000', testImage, 'sleep', '1000']);
    const port = (await docker(['port', 'berth-registry', '5000'])).stdout.trim().split(':').at(-1);
    const rows = await until((now) => now.has(`localhost:${port}`));
    expect(rows.get(`localhost:${port}`)).toMatchObject({ isLocal: true, account: null, state: 'signed-out' });
    await docker(['rm', '-f', 'berth-registry']);
    await until((now) => !now.has(`localhost:${port}`));
  });
});

test('shows a registry for as long as images here are called after it', async () => {
  await docker(['tag', testImage, 'r.example:5000/team/tools:1']);
  const rows = await until((now) => now.has('r.example:5000'));
  expect(rows.get('r.example:5000')).toMatchObject({ account: null, state: 'signed-out', isLocal: false });
  await docker(['rmi', 'r.example:5000/team/tools:1']);
  await until((now) => !now.has('r.example:5000'));
});
