import { describe, expect, test } from 'vitest';
import { createAuthority } from '../test/certificates.ts';
import { startPassHelper } from '../test/real-helpers.ts';
import { RegistryFront } from '../test/registry-front.ts';
import { ownAddress, startRegistry } from '../test/registry.ts';
import { openSignInRig } from '../test/sign-in-rig.ts';
import {
  address,
  asDocker,
  daemon,
  helpers,
  password,
  plainText,
  registry,
  rig,
  session,
  setUpSignIns,
} from '../test/sign-in-suite.ts';
import { TokenServer } from '../test/token-server.ts';

setUpSignIns();

describe('nothing is half done', () => {
  const before = () => ({
    auths: { [address]: { auth: btoa('mira:old'), email: 'm@x' }, 'a.example': {} },
    detachKeys: 'ctrl-e',
  });

  test('a wrong password is not stored, and what was there stays', async () => {
    await rig.berth.write(before());
    const text = await rig.berth.read();
    for (const keep of [plainText, session]) {
      await expect(rig.signIn(address, 'mira', 'wrong', keep)).rejects.toMatchObject({
        code: 'unauthorized',
        reason: 'sign-in-refused',
        params: { registry: address },
      });
    }
    expect(await rig.berth.read()).toBe(text);
    expect(rig.session.addresses()).toEqual([]);
  });

  test.each([
    ['is missing', null, 'helper-missing'],
    ['fails', 'cat; exit 1', 'helper-failed'],
    ['fails for storing alone', `[ "$1" = store ] && exit 1; echo '{}'`, 'helper-failed'],
    ['hangs', 'sleep 1000', 'helper-failed'],
  ])('a helper %s: what was there stays', async (_, script, reason) => {
    await using hasty = await openSignInRig(daemon, helpers.env, { askMs: 300, listMs: 300 });
    if (script !== null) await helpers.add('evil', script);
    await hasty.berth.write(before());
    const meant = JSON.parse((await hasty.berth.read()) ?? '') as unknown;
    await expect(hasty.signIn(address, 'mira', password, { kind: 'helper', name: 'evil' })).rejects.toMatchObject({
      reason,
    });
    expect(JSON.parse((await hasty.berth.read()) ?? '')).toEqual(meant);
    await hasty.berth.write({ credsStore: 'evil' });
    await expect(hasty.signIn(address, 'mira', password, asDocker)).rejects.toMatchObject({ reason });
    expect(JSON.parse((await hasty.berth.read()) ?? '')).toEqual({ credsStore: 'evil' });
  });

  test('a file that is broken is told before the secret travels, and stays', async () => {
    await rig.berth.write('{"auths":');
    for (const keep of [plainText, asDocker]) {
      await expect(rig.signIn(address, 'mira', password, keep)).rejects.toMatchObject({ reason: 'config-broken' });
    }
    await expect(rig.signOut(address)).rejects.toMatchObject({ reason: 'config-broken' });
    expect(await rig.berth.read()).toBe('{"auths":');
  });

  test('no helper and no consent: nothing is stored', async () => {
    await expect(rig.signIn(address, 'mira', password, asDocker)).rejects.toMatchObject({
      reason: 'secret-unprotected',
      params: { path: rig.berth.file },
    });
    expect(await rig.berth.read()).toBeNull();
  });

  test('a user name that pass would spoil is told, and nothing of it stays', async () => {
    await using real = await startPassHelper();
    await using own = await openSignInRig(daemon, real.env);
    await expect(own.signIn(address, 'mira@x/y', 'other', asDocker)).rejects.toMatchObject({
      reason: 'helper-failed',
      params: { helper: 'pass', hint: 'user-name' },
    });
    expect(await own.credentials.find(address, new AbortController().signal)).toBeNull();
  });

  test('a password store that is not set up is told', async () => {
    await using real = await startPassHelper({ isSetUp: false });
    await using own = await openSignInRig(daemon, real.env);
    await expect(own.signIn(address, 'mira', password, asDocker)).rejects.toMatchObject({
      params: { helper: 'pass', hint: 'not-set-up' },
    });
    await own.signOut(address);
  });

  test('two at once are both stored', async () => {
    await using second = await startRegistry();
    await Promise.all([address, second.address].map((each) => rig.signIn(each, 'mira', password, plainText)));
    const { auths } = JSON.parse((await rig.berth.read()) ?? '') as { auths: object };
    expect(Object.keys(auths).sort()).toEqual([address, second.address].sort());
  });

  test.each([
    ['', 'pw'],
    ['mira', ''],
    ['a:b', 'pw'],
  ])('what nobody could sign in with is refused: %s', async (username, secret) => {
    await expect(rig.signIn(address, username, secret, plainText)).rejects.toMatchObject({ code: 'invalid' });
  });
});

describe('what a registry says is told apart', () => {
  test.each([
    [403, 'DENIED', 'access-denied'],
    [429, 'TOOMANYREQUESTS', 'rate-limited'],
    [404, 'NOT_FOUND', 'registry-failed'],
    [500, 'UNKNOWN', 'registry-failed'],
    [503, 'UNAVAILABLE', 'registry-failed'],
  ])('%i', async (status, code, reason) => {
    await using front = await RegistryFront.start(registry);
    front.setFaults({ kind: 'answer', status, body: JSON.stringify({ errors: [{ code, message: 'no' }] }) });
    await expect(rig.signIn(front.address, 'mira', password, session)).rejects.toMatchObject({
      reason,
      params: { registry: front.address },
    });
  });

  test.each([
    [401, 'personal access token is expired', 'expired'],
    [401, 'please use a personal access token', 'access-token'],
    [401, 'account requires two-factor authentication', 'two-factor'],
  ])('%i: %s', async (status, message, hint) => {
    await using tokens = await TokenServer.start({ accounts: { mira: password } });
    await using locked = await startRegistry({ tokens });
    tokens.fault = { status, body: JSON.stringify({ details: message, errors: [{ code: 'UNAUTHORIZED', message }] }) };
    await expect(rig.signIn(locked.address, 'mira', password, session)).rejects.toMatchObject({
      reason: 'sign-in-refused',
      params: { registry: locked.address, hint },
    });
  });

  test('nobody answers', async () => {
    await expect(rig.signIn('127.0.0.1:1', 'mira', password, session)).rejects.toMatchObject({
      reason: 'registry-unreachable',
    });
    await expect(rig.signIn('registry.invalid', 'mira', password, session)).rejects.toMatchObject({
      reason: 'registry-unreachable',
    });
  });

  test('it breaks off', async () => {
    await using front = await RegistryFront.start(registry);
    front.setFaults({ kind: 'cut', direction: 'down', afterBytes: 0 });
    await expect(rig.signIn(front.address, 'mira', password, session)).rejects.toMatchObject({
      reason: 'registry-failed',
    });
  });

  test('it answers without encryption where that is not allowed', async () => {
    await using open = await startRegistry({ host: ownAddress() });
    await expect(rig.signIn(open.address, 'mira', password, session)).rejects.toMatchObject({
      reason: 'registry-not-secure',
    });
  });

  test('its certificate is not known', async () => {
    await using own = await startRegistry({ host: ownAddress(), tls: createAuthority() });
    await expect(rig.signIn(own.address, 'mira', password, session)).rejects.toMatchObject({
      reason: 'certificate-unknown',
    });
  });
});
