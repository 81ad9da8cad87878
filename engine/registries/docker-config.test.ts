import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  partOf,
  withAuth,
  withCredHelper,
  withCredsStore,
  withEmptyAuth,
  withoutAuth,
  withoutCredHelper,
  withPart,
} from './docker-config-auths.ts';
import { DockerConfigFile } from './docker-config.ts';

let home: string;
let file: string;
let config: DockerConfigFile;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'dc-'));
  file = path.join(home, '.docker', 'config.json');
  config = new DockerConfigFile({ HOME: home });
});

afterEach(async () => {
  await rm(home, { recursive: true, force: true });
});

async function write(text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text);
}

const auth = (username: string, secret: string) => ({ username, secret, identityToken: '' });
const modeOf = async (name: string) => ((await stat(name)).mode & 0o7777).toString(8);

describe('the file', () => {
  test('is where the docker CLI looks', () => {
    expect(config.path).toBe(file);
    expect(new DockerConfigFile({ HOME: home, DOCKER_CONFIG: '/x' }).path).toBe('/x/config.json');
    expect(new DockerConfigFile({ HOME: home, DOCKER_CONFIG: '' }).path).toBe(file);
  });

  test('that is not there says nothing, and comes as private as the docker CLI makes it', async () => {
    expect(await config.read()).toEqual({ auths: new Map(), credHelpers: new Map(), credsStore: '' });
    await config.change((root) => withAuth(root, 'r.example', auth('mira', 'pw')));
    expect(await readFile(file, 'utf8')).toBe(
      `{\n\t"auths": {\n\t\t"r.example": {\n\t\t\t"auth": "${btoa('mira:pw')}"\n\t\t}\n\t}\n}`,
    );
    expect(await modeOf(file)).toBe('600');
    expect(await modeOf(path.dirname(file))).toBe('700');
    expect(await readdir(path.dirname(file))).toEqual(['config.json']);
  });

  test.each(['640', '600', '444'])('keeps its permissions: %s', async (mode) => {
    await write('{"currentContext": "mine"}');
    await chmod(file, Number.parseInt(mode, 8));
    await config.change((root) => withEmptyAuth(root, 'r.example'));
    expect(await modeOf(file)).toBe(mode);
  });

  test('that is a link stays one', async () => {
    const real = path.join(home, 'dotfiles', 'docker.json');
    await mkdir(path.dirname(real));
    await mkdir(path.dirname(file));
    await symlink('../dotfiles/link.json', file);
    await symlink('docker.json', path.join(home, 'dotfiles', 'link.json'));
    // A dangling one at first: the docker CLI makes its target.
    for (const name of ['a.example', 'b.example']) await config.change((root) => withEmptyAuth(root, name));
    expect(await readlink(file)).toBe('../dotfiles/link.json');
    expect(Object.keys((JSON.parse(await readFile(real, 'utf8')) as { auths: object }).auths)).toEqual([
      'a.example',
      'b.example',
    ]);
    expect((await readdir(path.dirname(real))).sort()).toEqual(['docker.json', 'link.json']);
  });

  test('that does not change is not written', async () => {
    await write('{ "auths" : {"r.example": {}} }');
    const before = await stat(file);
    await config.change((root) => withEmptyAuth(root, 'r.example'));
    await config.change((root) => withoutAuth(root, 'other.example'));
    expect((await stat(file)).ino).toBe(before.ino);
    expect(await readFile(file, 'utf8')).toBe('{ "auths" : {"r.example": {}} }');
  });

  test('is read anew for each change, and changes wait for each other', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => config.change((root) => withEmptyAuth(root, `r${index}.example`))),
    );
    await write((await readFile(file, 'utf8')).replace('r7.example', 'written-by-the-cli.example'));
    await config.change((root) => withoutAuth(root, 'r3.example'));
    const names = [...(await config.read()).auths.keys()];
    expect(names).toHaveLength(19);
    expect(names).toContain('written-by-the-cli.example');
  });

  test('that cannot be written says so, and leaves nothing behind', async () => {
    await mkdir(file, { recursive: true });
    await expect(config.change((root) => withEmptyAuth(root, 'r.example'))).rejects.toMatchObject({
      reason: 'permission-denied',
    });
    const blocked = new DockerConfigFile({ DOCKER_CONFIG: path.join(home, 'no-folder') });
    await writeFile(path.join(home, 'no-folder'), '');
    await expect(blocked.change((root) => withEmptyAuth(root, 'r.example'))).rejects.toMatchObject({
      params: { path: path.join(home, 'no-folder/config.json') },
    });
  });
});

describe('a broken file', () => {
  const secretAuth = btoa('no-colon-hunter2');
  test.each([
    ['{"auths": {', 'line 1'],
    ['\u{feff}{}', 'line 1, column 1'],
    ['[]', 'not an object'],
    ['{"auths": []}', '“auths” is not an object'],
    ['{"auths": {"r.example": "hunter2"}}', '“r.example”'],
    ['{"auths": {"r.example": {"auth": 5}}}', 'not a text'],
    [`{"auths": {"r.example": {"auth": "${secretAuth}"}}}`, 'base64'],
    ['{"auths": {"r.example": {"auth": "%%hunter2"}}}', 'base64'],
    [`{"auths": {"r.example": {"auth": "${btoa(':hunter2')}"}}}`, 'base64'],
    ['{"auths": {}, "auths": {}}', 'twice'],
    ['{"credsStore": "../../bin/sh"}', 'credsStore'],
    ['{"credHelpers": {"r.example": {"a": 1}}}', 'not a text'],
    ['{"credHelpers": {"r.example": "a/b"}}', 'not the name'],
  ])('is reported, not repaired: %s', async (text, why) => {
    await write(text);
    for (const attempt of [() => config.read(), () => config.change((root) => withEmptyAuth(root, 'a.example'))]) {
      const error: unknown = await attempt().catch((failure: unknown) => failure);
      expect(error).toMatchObject({ reason: 'config-broken', params: { path: file } });
      const said = JSON.stringify([error, String(error)]) + (error instanceof Error ? error.stack : '');
      expect(said).toContain(why);
      expect(said).not.toMatch(/hunter2|aHVudGVyMg|no-colon/);
    }
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  test('is also one that is not UTF-8', async () => {
    await mkdir(path.dirname(file));
    await writeFile(file, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d]));
    await expect(config.read()).rejects.toMatchObject({ reason: 'config-broken' });
  });

  test('does not stop the next change once it is mended', async () => {
    await write('{');
    await expect(config.change((root) => root)).rejects.toMatchObject({ reason: 'config-broken' });
    await write('{}');
    await config.change((root) => withEmptyAuth(root, 'r.example'));
    expect([...(await config.read()).auths.keys()]).toEqual(['r.example']);
  });
});

describe('what it says', () => {
  test('is read in every form that the docker CLI reads', async () => {
    await write(
      JSON.stringify({
        auths: {
          'plain.example': { auth: btoa('mira:p:w:') },
          'padded.example': { auth: btoa('mira:pw\0\0\0') },
          'wrapped.example': { auth: `${btoa('mira:pw').slice(0, 4)}\n${btoa('mira:pw').slice(4)}` },
          'token.example': { auth: btoa('mira:'), identitytoken: 'id' },
          'bearer.example': { registrytoken: 'bearer' },
          'fields.example': { username: 'mira', password: 'pw' },
          'kept.example': {},
          'nothing.example': null,
        },
        credsStore: null,
        credHelpers: { 'a.example': 'pass', 'b.example': '' },
      }),
    );
    const { auths, credHelpers, credsStore } = await config.read();
    const none = { username: '', secret: '', identityToken: '', registryToken: '' };
    expect(Object.fromEntries(auths)).toEqual({
      'plain.example': { ...none, username: 'mira', secret: 'p:w:' },
      'padded.example': { ...none, username: 'mira', secret: 'pw' },
      'wrapped.example': { ...none, username: 'mira', secret: 'pw' },
      'token.example': { ...none, username: 'mira', identityToken: 'id' },
      'bearer.example': { ...none, registryToken: 'bearer' },
      'fields.example': { ...none, username: 'mira', secret: 'pw' },
      'kept.example': none,
      'nothing.example': none,
    });
    expect([...credHelpers]).toEqual([
      ['a.example', 'pass'],
      ['b.example', ''],
    ]);
    expect(credsStore).toBe('');
  });

  const username = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.includes(':'));
  const secret = fc.string({ unit: 'grapheme' }).filter((text) => !/^\0|\0$/.test(text));
  const other = fc
    .dictionary(fc.string(), fc.jsonValue())
    .filter((fields) => !('auths' in fields) && !('credHelpers' in fields) && !('credsStore' in fields));
  const texts = fc
    .record({ other, entry: other, unrelated: other })
    .map(({ other: fields, entry, unrelated }) =>
      JSON.stringify({
        ...fields,
        auths: { 'z.example': unrelated, 'r.example': entry },
        credHelpers: { 'z.example': 'pass' },
      }),
    )
    .filter((text) => !/"(?:auth|username|password|identitytoken|registrytoken)":/.test(text));

  test('comes back as it was stored, with all that Berth does not know', async () => {
    await fc.assert(
      fc.asyncProperty(texts, username, secret, fc.string(), async (text, name, word, identityToken) => {
        await write(text);
        const before = JSON.parse(text) as Record<string, unknown>;
        const stored = { username: name, secret: word, identityToken };
        await config.change((root) => withCredHelper(withAuth(root, 'r.example', stored), 'r.example', ''));
        const read = await config.read();
        expect(read.auths.get('r.example')).toEqual({ ...stored, registryToken: '' });
        expect(read.credHelpers.get('r.example')).toBe('');
        await config.change((root) => withoutCredHelper(withEmptyAuth(root, 'r.example'), 'r.example'));
        expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });

  test('can be put back, whatever was changed in between', async () => {
    await fc.assert(
      fc.asyncProperty(texts, fc.boolean(), async (text, hadEntry) => {
        await write(hadEntry ? text : text.replaceAll('r.example', 'y.example'));
        const before = JSON.parse(await readFile(file, 'utf8')) as unknown;
        const root = await config.change((now) =>
          withCredsStore(withCredHelper(withAuth(now, 'r.example', auth('mira', 'pw')), 'r.example', 'pass'), 'pass'),
        );
        await config.change((now) => withEmptyAuth(now, 'cli.example'));
        await config.change((now) => withPart(now, partOf(root, 'r.example')));
        await config.change((now) => withoutAuth(now, 'cli.example'));
        expect(JSON.parse(await readFile(file, 'utf8'))).toEqual(before);
      }),
      { numRuns: 60 },
    );
  });
});
