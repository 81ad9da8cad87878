import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type DockerCommand, plainEngine, toArgv } from '../commands/command.ts';
import { checkLoginCommand, loginCommand, logoutCommand } from '../commands/registries.ts';
import { honestScript, makeHelperFolder } from '../test/helper-folder.ts';
import { testImage } from '../test/real-daemon.ts';
import { startPassHelper } from '../test/real-helpers.ts';
import { startRegistry } from '../test/registry.ts';
import { openSignInRig } from '../test/sign-in-rig.ts';
import {
  address,
  asDocker,
  daemon,
  helpers,
  password,
  plainText,
  rig,
  session,
  setUpSignIns,
} from '../test/sign-in-suite.ts';
import { TokenServer } from '../test/token-server.ts';

setUpSignIns();

const argvOf = (command: DockerCommand) => toArgv({ ...command, engine: plainEngine });
const loginByCli = (secret = password, username = 'mira') =>
  rig.docker(rig.cli, argvOf(loginCommand({ address, username })), secret);

describe('the file afterwards is what the docker CLI makes of it', () => {
  test.each<[string, object | null]>([
    ['without a file', null],
    ['with an empty one', {}],
    ['beside other registries', { auths: { 'a.example': { auth: 'YTpi' }, 'z.example': {} }, HttpHeaders: { A: 'b' } }],
    ['over an older secret', { auths: { ADDRESS: { auth: 'YTpi' } } }],
  ])('%s', async (_, config) => {
    const text = JSON.stringify(config).replace('ADDRESS', address);
    if (config !== null) for (const home of [rig.berth, rig.cli]) await home.write(text);
    await rig.signIn(address, 'mira', password, plainText);
    expect(await loginByCli()).toMatchObject({ code: 0 });
    expect(await rig.berth.read()).toBe(await rig.cli.read());
    await rig.signOut(address);
    expect(await rig.docker(rig.cli, argvOf(logoutCommand(address)))).toMatchObject({ code: 0 });
    expect(await rig.berth.read()).toBe(await rig.cli.read());
  });

  test.each<[string, object | null, string]>([
    ['the helper of the system, which nobody named', null, 'secretservice'],
    ['the helper for all', { credsStore: 'honest' }, 'honest'],
    ['the helper of this registry', { credHelpers: { ADDRESS: 'honest' } }, 'honest'],
  ])('with %s', async (_, config, name) => {
    await helpers.add(name, honestScript);
    const text = config === null ? null : JSON.stringify(config).replace('ADDRESS', address);
    if (text !== null) for (const home of [rig.berth, rig.cli]) await home.write(text);
    await rig.signIn(address, 'mira', password, asDocker);
    const kept = await readFile(helpers.env['KEPT'] ?? '', 'utf8');
    expect(await loginByCli()).toMatchObject({ code: 0 });
    expect(await rig.berth.read()).toBe(await rig.cli.read());
    expect(JSON.parse(kept)).toEqual(JSON.parse(await readFile(helpers.env['KEPT'] ?? '', 'utf8')));
    expect(await rig.berth.read()).not.toContain('"auth":');
    await rig.signOut(address);
    expect(await readFile(helpers.env['KEPT'] ?? '', 'utf8').catch(() => 'gone')).toBe('gone');
    await loginByCli();
    expect(await rig.docker(rig.cli, argvOf(logoutCommand(address)))).toMatchObject({ code: 0 });
    expect(await rig.berth.read()).toBe(await rig.cli.read());
  });

  test('with an identity token', async () => {
    await using tokens = await TokenServer.start({ accounts: { mira: password } });
    await using locked = await startRegistry({ tokens });
    await rig.signIn(locked.address, 'mira', password, plainText);
    await rig.docker(rig.cli, ['login', locked.address, '--username', 'mira', '--password-stdin'], password);
    const withoutToken = (text: string | null) => text?.replace(/identity-[\w-]+/, 'TOKEN');
    expect(withoutToken(await rig.berth.read())).toBe(withoutToken(await rig.cli.read()));
    expect(await rig.berth.read()).toMatch(/"identitytoken": "identity-/);
    expect(await rig.berth.read()).not.toContain(Buffer.from(password).toString('base64').slice(3, 12));
    await helpers.add('honest', honestScript);
    await rig.signIn(locked.address, 'mira', password, { kind: 'helper', name: 'honest' });
    expect(JSON.parse(await readFile(helpers.env['KEPT'] ?? '', 'utf8'))).toMatchObject({ Username: '<token>' });
  });
});

describe('the docker CLI takes what Berth stored', () => {
  test.each(['plain text', 'helper of its own', 'pass'])('%s: it pulls and pushes', async (place) => {
    await helpers.add('honest', honestScript);
    await using real = place === 'pass' ? await startPassHelper() : null;
    await using own = await openSignInRig(daemon, real?.env ?? helpers.env);
    const keep =
      place === 'plain text' ? plainText : place === 'pass' ? asDocker : { kind: 'helper' as const, name: 'honest' };
    await own.signIn(address, 'mira', password, keep);
    const image = `${address}/team/tools:${place.replaceAll(' ', '-')}`;
    await own.docker(own.berth, ['tag', testImage, image]);
    expect(await rig.docker(rig.cli, ['push', image])).toMatchObject({ code: 1 });
    expect(await own.docker(own.berth, ['push', image])).toMatchObject({ code: 0, stderr: '' });
    await own.docker(own.berth, ['rmi', image]);
    expect(await own.docker(own.berth, ['pull', image])).toMatchObject({ code: 0, stderr: '' });
    await own.docker(own.berth, ['rmi', image]);
    await own.signOut(address);
    expect(await own.docker(own.berth, ['pull', image])).toMatchObject({ code: 1 });
  });

  test('and Berth takes what the docker CLI stored, with pass too', async () => {
    await using real = await startPassHelper();
    await using own = await openSignInRig(daemon, real.env);
    for (const config of [{}, { auths: { 'a.example': {} } }]) {
      await own.berth.write(config);
      await own.docker(own.berth, ['login', address, '--username', 'mira', '--password-stdin'], password);
      const signal = new AbortController().signal;
      expect(await own.credentials.find(address, signal)).toEqual({ username: 'mira', secret: password });
      await own.signOut(address);
      expect(await own.credentials.find(address, signal)).toBeNull();
    }
  });
});

describe('where it is kept', () => {
  const never = new AbortController().signal;

  test('for this session only in memory', async () => {
    await rig.signIn(address, 'mira', password, session);
    expect(await rig.berth.read()).toBeNull();
    expect(await rig.credentials.find(address, never)).toEqual({ username: 'mira', secret: password });
    await rig.signOut(address);
    expect(await rig.credentials.find(address, never)).toBeNull();
  });

  test('stored for good, it comes in place of the one of this session', async () => {
    await rig.signIn(address, 'mira', password, session);
    await rig.signIn(address, 'mira', password, plainText);
    expect(rig.session.addresses()).toEqual([]);
  });

  test('as plain text although a helper is set: only this registry, and the CLI finds it', async () => {
    await rig.berth.write({ credsStore: 'desktop' });
    await rig.signIn(address, 'mira', password, plainText);
    expect(JSON.parse((await rig.berth.read()) ?? '')).toMatchObject({
      credsStore: 'desktop',
      credHelpers: { [address]: '' },
    });
    expect(await rig.docker(rig.berth, argvOf(checkLoginCommand(address)))).toMatchObject({ code: 0 });
  });

  test('as plain text no longer, once it is signed out', async () => {
    await rig.berth.write({ credsStore: 'desktop', auths: {} });
    await rig.signIn(address, 'mira', password, plainText);
    await rig.signOut(address);
    expect(JSON.parse((await rig.berth.read()) ?? '')).toEqual({ credsStore: 'desktop', auths: {} });
  });

  test('at one place only: what a helper had of it before goes', async () => {
    await helpers.add('honest', honestScript);
    await helpers.add('other', honestScript.replaceAll('"$KEPT"', '"$KEPT-other"'));
    const kept = () => readFile(helpers.env['KEPT'] ?? '', 'utf8').catch(() => 'gone');
    for (const [config, keep, after] of [
      [{ auths: {} }, { kind: 'helper', name: 'other' }, { [address]: 'other' }],
      [{ credsStore: 'honest' }, { kind: 'helper', name: 'other' }, { [address]: 'other' }],
      [{ credHelpers: { [address]: 'honest' } }, plainText, undefined],
      [{ credsStore: 'honest' }, plainText, { [address]: '' }],
    ] as const) {
      await rig.berth.write({ auths: {}, ...config });
      await rig.signIn(address, 'mira', password, { kind: 'helper', name: 'honest' });
      await rig.signIn(address, 'mira', password, keep);
      const { credHelpers } = JSON.parse((await rig.berth.read()) ?? '') as { credHelpers?: object };
      expect(credHelpers).toEqual(after);
      expect(await kept()).toBe('gone');
      expect(await rig.credentials.find(address, never)).toEqual({ username: 'mira', secret: password });
    }
  });

  test('with a helper for this registry alone', async () => {
    await helpers.add('honest', honestScript);
    await rig.berth.write({ auths: { [address]: { auth: btoa('mira:old') }, 'a.example': { auth: 'YTpi' } } });
    await rig.signIn(address, 'mira', password, { kind: 'helper', name: 'honest' });
    expect(JSON.parse((await rig.berth.read()) ?? '')).toEqual({
      auths: { [address]: {}, 'a.example': { auth: 'YTpi' } },
      credHelpers: { [address]: 'honest' },
    });
  });

  test('with the cloud’s own helper, which makes the secret', async () => {
    await helpers.add('gcloud', `printf %s '${JSON.stringify({ Username: 'mira', Secret: password })}'`);
    await rig.signIn(address, '', '', { kind: 'helper', name: 'gcloud' });
    expect(JSON.parse((await rig.berth.read()) ?? '')).toEqual({ credHelpers: { [address]: 'gcloud' } });
    await helpers.add('gcloud', `echo '${JSON.stringify({ Username: 'mira', Secret: 'wrong' })}'`);
    await rm(rig.berth.file);
    await expect(rig.signIn(address, '', '', { kind: 'helper', name: 'gcloud' })).rejects.toMatchObject({
      reason: 'sign-in-refused',
    });
    await helpers.add('gcloud', 'echo "gcloud auth login" >&2; exit 1');
    await expect(rig.signIn(address, '', '', { kind: 'helper', name: 'gcloud' })).rejects.toMatchObject({
      reason: 'helper-failed',
      params: { helper: 'gcloud', hint: 'cloud-signed-out' },
    });
    expect(await rig.berth.read()).toBeNull();
  });

  test('of a cloud’s helper nothing is erased at the end', async () => {
    await helpers.add('gcloud', 'echo called > "$KEPT"');
    await rig.berth.write({ credHelpers: { 'europe-docker.pkg.dev': 'gcloud', 'gcr.io': 'gcloud' } });
    await rig.signOut('europe-docker.pkg.dev');
    expect(JSON.parse((await rig.berth.read()) ?? '')).toEqual({ credHelpers: { 'gcr.io': 'gcloud' } });
    expect(await readFile(helpers.env['KEPT'] ?? '', 'utf8').catch(() => 'not called')).toBe('not called');
  });

  test('with Berth’s own helper, for which the CLI gets a link as long as it is needed', async () => {
    await using own = await makeHelperFolder();
    await own.add('berth', honestScript);
    const linkDir = path.join(helpers.dir, '../bin');
    const env = { ...helpers.env, BERTH_HELPER_DIR: own.dir, BERTH_LINK_DIR: linkDir };
    await using withBerth = await openSignInRig(daemon, env);
    await using second = await startRegistry();
    for (const each of [address, second.address]) {
      await withBerth.signIn(each, 'mira', password, { kind: 'helper', name: 'berth' });
    }
    expect(await readFile(path.join(linkDir, 'docker-credential-berth'), 'utf8')).toContain('$KEPT');
    expect(await withBerth.docker(withBerth.berth, argvOf(checkLoginCommand(address)))).toMatchObject({ code: 0 });
    await withBerth.signOut(address);
    expect(await readFile(path.join(linkDir, 'docker-credential-berth'), 'utf8')).toContain('$KEPT');
    await withBerth.signOut(second.address);
    await expect(readFile(path.join(linkDir, 'docker-credential-berth'))).rejects.toThrow('ENOENT');
    expect(JSON.parse((await withBerth.berth.read()) ?? '')).toEqual({ auths: {} });
  });
});
