import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTimeOf } from '../platform/process.ts';
import { type HelperFolder, honestScript, makeHelperFolder } from '../test/helper-folder.ts';
import { watchLeaks } from '../test/leaks.ts';
import { CredentialHelpers, helperLimits } from './credential-helper.ts';

let folder: HelperFolder;
let helpers: CredentialHelpers;
const never = new AbortController().signal;
const secret = `S3cr3t-${randomBytes(8).toString('hex')}`;
const credential = { username: 'mira', secret };

beforeEach(async () => {
  folder = await makeHelperFolder();
  helpers = new CredentialHelpers(folder.env, { ...helperLimits, askMs: 400, listMs: 400 });
});

afterEach(async () => {
  await folder[Symbol.asyncDispose]();
});

const failureOf = (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => null,
    (error: unknown) => error,
  );

describe('a helper that does as it should', () => {
  beforeEach(async () => {
    await folder.add('honest', honestScript);
  });

  test('gives back what it was given, and forgets it', async () => {
    const key = 'https://index.docker.io/v1/';
    expect(await helpers.get('honest', key, never)).toBeNull();
    await helpers.store('honest', key, { username: 'mira', secret: 'a:b “ü”\n$HOME `id`' }, never);
    expect(await helpers.get('honest', key, never)).toEqual({ username: 'mira', secret: 'a:b “ü”\n$HOME `id`' });
    expect([...(await helpers.list('honest', never))]).toEqual([[key, 'mira']]);
    await helpers.erase('honest', key, never);
    expect(await helpers.get('honest', key, never)).toBeNull();
    await helpers.erase('honest', key, never);
  });

  test('keeps an identity token under the name that the docker CLI gives it', async () => {
    await helpers.store('honest', 'r.example', { identityToken: 'id' }, never);
    expect(JSON.parse(readFileSync(folder.env['KEPT'] ?? '', 'utf8'))).toEqual({
      ServerURL: 'r.example',
      Username: '<token>',
      Secret: 'id',
    });
    expect(await helpers.get('honest', 'r.example', never)).toEqual({ identityToken: 'id' });
    expect([...(await helpers.list('honest', never))]).toEqual([['r.example', '']]);
  });

  test('is found on the PATH alone, and ours before others', async () => {
    expect(await helpers.isInstalled('honest')).toBe(true);
    expect(await helpers.isInstalled('../bin/docker-credential-honest')).toBe(false);
    const relative = new CredentialHelpers({ ...folder.env, PATH: `.:${path.relative('.', folder.dir)}` });
    expect(await relative.isInstalled('honest')).toBe(false);
    await writeFile(path.join(folder.dir, 'docker-credential-notes'), 'no program');
    expect(await helpers.isInstalled('notes')).toBe(false);
    await using own = await makeHelperFolder();
    await own.add('honest', 'echo \'{"Username":"ours","Secret":"x"}\'');
    const both = new CredentialHelpers({ ...folder.env, BERTH_HELPER_DIR: own.dir });
    expect(await both.get('honest', 'r.example', never)).toMatchObject({ username: 'ours' });
  });

  test('is taken by itself where it is that of the system, as the docker CLI does', async () => {
    expect(await helpers.systemDefault()).toBe('');
    await folder.add('secretservice', honestScript);
    expect(await helpers.systemDefault()).toBe('secretservice');
    await writeFile(path.join(folder.dir, 'pass'), '#!/bin/sh\n');
    await chmod(path.join(folder.dir, 'pass'), 0o755);
    expect(await helpers.systemDefault()).toBe('');
    await folder.add('pass', honestScript);
    expect(await helpers.systemDefault()).toBe('pass');
  });

  test('has what it needs of the environment', async () => {
    await folder.add('asks', `printf '{"Username":"%s","Secret":"%s"}' "$HOME" "$(pwd)"`);
    expect(await helpers.get('asks', 'r.example', never)).toEqual({ username: folder.env['HOME'], secret: '/' });
  });
});

describe('a helper that is missing', () => {
  test('is named', async () => {
    expect(await failureOf(helpers.get('desktop', 'r.example', never))).toMatchObject({
      reason: 'helper-missing',
      params: { helper: 'desktop' },
    });
  });
});

/** Each does its worst with the secret that it is given or has. */
const hostile: Record<string, { script: string; code: string; hint?: string }> = {
  hangs: { script: 'cat; sleep 1000', code: 'timeout', hint: 'locked' },
  'hangs without reading': { script: 'sleep 1000', code: 'timeout', hint: 'locked' },
  'ignores being asked to end': { script: "trap '' TERM; cat; while :; do sleep 0.1; done", code: 'timeout' },
  'writes without end': { script: 'yes "$(cat)SECRET"', code: 'rejected' },
  'complains without end': { script: 'yes "$(cat)SECRET" >&2', code: 'rejected' },
  'exits 1 with the secret': { script: 'cat; echo SECRET; echo SECRET >&2; exit 1', code: 'rejected' },
  'ends by a signal': { script: 'cat; echo SECRET; kill -9 $$', code: 'rejected' },
  'is no program': { script: '', code: 'rejected' },
  'is not set up': {
    script: 'cat; echo "pass not initialized: exit status 1: SECRET"; exit 1',
    code: 'rejected',
    hint: 'not-set-up',
  },
  'is locked': { script: 'echo "SECRET: the collection is locked" >&2; exit 1', code: 'rejected', hint: 'locked' },
};

/** These end well, but what they answer is of no use. */
const garbage: Record<string, string> = {
  'prints garbage': 'echo "SECRET \\"} not json"',
  'prints a list': 'echo \'["SECRET"]\'',
  'prints other types': 'echo \'{"Username":["SECRET"],"Secret":{"a":"SECRET"}}\'',
  'prints nothing': 'true',
  'prints bytes': 'printf "\\377\\376\\000SECRET"',
};

describe('a hostile helper', () => {
  const write = async (script: string) => {
    await folder.add('evil', script.replaceAll('SECRET', secret));
    if (script === '') await writeFile(path.join(folder.dir, 'docker-credential-evil'), '\x7fELF nonsense');
  };
  const seen = (error: unknown) =>
    inspect(error, { depth: 10, showHidden: true }) +
    String(error) +
    (error instanceof Error ? (error.stack ?? '') : '');

  test.each(Object.entries(hostile))(
    '%s: each call ends, and says nothing of the secret',
    async (_, { script, code, hint }) => {
      await write(script);
      const leaks = watchLeaks();
      const failures = await Promise.all([
        failureOf(helpers.get('evil', 'r.example', never)),
        failureOf(helpers.store('evil', 'r.example', credential, never)),
        failureOf(helpers.erase('evil', 'r.example', never)),
        failureOf(helpers.list('evil', never)),
      ]);
      for (const failure of failures) {
        expect(failure).toMatchObject({
          code,
          reason: 'helper-failed',
          params: { helper: 'evil', ...(hint && { hint }) },
        });
        expect(seen(failure)).not.toContain(secret);
      }
      expect(await leaks.leaks()).toEqual([]);
    },
  );

  test.each(Object.entries(garbage))('%s: it is not taken for an answer', async (_, script) => {
    await write(script);
    for (const failure of [
      await failureOf(helpers.get('evil', 'r.example', never)),
      ...(script.includes('Username') ? [] : [await failureOf(helpers.list('evil', never))]),
    ]) {
      expect(failure).toMatchObject({ reason: 'helper-failed', params: { helper: 'evil' } });
      expect(seen(failure)).not.toContain(secret);
    }
  });

  test('with children that stay does not keep us waiting, and they are ended', async () => {
    await write('sleep 1000 & echo $! > "$KEPT"; printf \'{"Username":"mira","Secret":"x"}\'');
    const patient = new CredentialHelpers(folder.env, { ...helperLimits, askMs: 20_000 });
    const leaks = watchLeaks();
    expect(await patient.get('evil', 'r.example', never)).toEqual({ username: 'mira', secret: 'x' });
    const child = Number(readFileSync(folder.env['KEPT'] ?? '', 'utf8'));
    await expect.poll(() => startTimeOf(child)).toBeNull();
    expect(await leaks.leaks()).toEqual([]);
  });

  test('with a child in a session of its own does not keep us waiting', async () => {
    await write('setsid sleep 3 & printf \'{"Username":"mira","Secret":"x"}\'');
    const patient = new CredentialHelpers(folder.env, { ...helperLimits, askMs: 20_000 });
    expect(await patient.get('evil', 'r.example', never)).toEqual({ username: 'mira', secret: 'x' });
  });

  test('is ended when nobody waits for it any more', async () => {
    await write('echo $$ > "$KEPT"; sleep 1000');
    const patient = new CredentialHelpers(folder.env);
    const abort = new AbortController();
    const leaks = watchLeaks();
    const asked = failureOf(patient.get('evil', 'r.example', abort.signal));
    await expect.poll(() => readPid(folder.env['KEPT'] ?? '')).not.toBe(0);
    abort.abort();
    expect(await asked).toBe(abort.signal.reason);
    expect(startTimeOf(readPid(folder.env['KEPT'] ?? ''))).toBeNull();
    expect(await failureOf(patient.get('evil', 'r.example', abort.signal))).toBe(abort.signal.reason);
    expect(await leaks.leaks()).toEqual([]);
  });

  test('may be as slow as a person who unlocks a keychain', async () => {
    await write('sleep 1; printf \'{"Username":"mira","Secret":"x"}\'');
    const patient = new CredentialHelpers(folder.env);
    expect(await patient.get('evil', 'r.example', never)).toEqual({ username: 'mira', secret: 'x' });
  });
});

function readPid(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    // Not written yet.
    return 0;
  }
}
