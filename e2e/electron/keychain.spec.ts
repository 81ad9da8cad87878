import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { startRegistry } from '../../engine/test/registry.ts';
import { type TestEngine } from '../fixtures/engine.ts';
import { canOpenKeyring, openKeyring } from './keyring.ts';
import { expect, test } from './test.ts';

const secret = 'geheim: p:ä“ß';

test.beforeEach(() => {
  test.skip(!canOpenKeyring(), 'No gnome-keyring on this machine');
});

/** The docker CLI in a shell that finds the app's helper in a folder of its PATH. */
function createShell(engine: TestEngine, config: string, helpers: string, env: Readonly<Record<string, string>>) {
  return async (input: string, ...argv: readonly string[]) => {
    const child = spawn(engine.dockerProgram, ['--config', config, '--host', `unix://${engine.socketPath}`, ...argv], {
      env: { ...env, PATH: `${helpers}:${process.env['PATH'] ?? ''}`, HOME: config },
    });
    child.stdin.end(input);
    const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    return { code, words: `${said}${complained}` };
  };
}

test('the docker command keeps its secrets in the system’s keychain through the app', async ({
  launch,
  engine,
  engineSocket,
  folder,
  display,
}) => {
  await using keyring = await openKeyring(folder);
  await using registry = await startRegistry({ accounts: { mira: secret } });
  const berth = await launch({ hostEngine: engineSocket, env: keyring.env });
  await berth.app.navigation.waitFor();

  const config = path.join(folder, 'cli');
  await mkdir(config);
  await writeFile(path.join(config, 'config.json'), JSON.stringify({ credHelpers: { [registry.address]: 'berth' } }));
  const docker = createShell(engine, config, path.join(folder, 'profile/helpers'), { ...display.env, ...keyring.env });

  const login = await docker(secret, 'login', registry.address, '--username', 'mira', '--password-stdin');
  expect(login.words).toContain('Login Succeeded');
  const tag = `${registry.address}/team/kept:1`;
  await docker('', 'tag', engine.image, tag);
  expect(await docker('', 'push', tag)).toMatchObject({ code: 0 });

  // Neither Docker's file nor ours has it in a form that anybody could read.
  expect(await readFile(path.join(config, 'config.json'), 'utf8')).not.toContain(btoa('mira:').slice(0, 5));
  const kept = path.join(folder, 'profile/keychain/kept');
  const files = await Promise.all((await readdir(kept)).map((name) => readFile(path.join(kept, name), 'utf8')));
  expect(files).toHaveLength(1);
  expect(files.join()).toContain('mira');
  expect(files.join()).not.toContain('geheim');

  await docker('', 'logout', registry.address);
  expect(await readdir(kept)).toEqual([]);
  expect((await docker('', 'push', tag)).words).toMatch(/no basic auth credentials|unauthorized/);
});

test('a sign-in in the window is kept in the keychain, and the docker command finds it there', async ({
  launch,
  engine,
  engineSocket,
  folder,
  display,
}) => {
  await using keyring = await openKeyring(folder);
  await using registry = await startRegistry({ accounts: { mira: secret } });
  const { app } = await launch({ hostEngine: engineSocket, env: keyring.env });
  const { registries } = app;
  await app.go('Registries');
  await registries.openForm();
  await registries.dialog.enter({ address: registry.address, username: 'mira', secret });
  await registries.dialog.keep(/keychain/i);
  await registries.dialog.submit();
  const row = registries.row(registry.address);
  await expect(row).toContainText('Signed in');
  await expect(row).toContainText('Keychain');

  // By the link that the sign-in has put into a folder of the shell's PATH.
  const config = path.join(folder, 'docker-config');
  const docker = createShell(engine, config, path.join(folder, 'bin'), { ...display.env, ...keyring.env });
  expect(JSON.parse(await readFile(path.join(config, 'config.json'), 'utf8'))).toMatchObject({
    credHelpers: { [registry.address]: 'berth' },
  });
  const tag = `${registry.address}/team/kept:2`;
  await docker('', 'tag', engine.image, tag);
  expect(await docker('', 'push', tag)).toMatchObject({ code: 0 });

  await registries.open(registry.address);
  await registries.act('Sign out');
  // An image here is called after it, so that it stays in the list.
  await expect(row).toContainText('Signed out');
  expect(await readdir(path.join(folder, 'bin'))).toEqual([]);
  expect((await docker('', 'push', tag)).words).toMatch(/no basic auth credentials|unauthorized/);
});
