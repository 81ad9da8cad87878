import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { normalizeAddress } from '../contract/registry-kinds.ts';
import type { EngineError } from '../platform/engine-error.ts';
import { type AskedForImages, listenForImages } from '../test/asked-for-images.ts';
import { type HelperFolder, honestScript, makeHelperFolder } from '../test/helper-folder.ts';
import { type RealDaemon, startRealDaemon } from '../test/real-daemon.ts';
import { CredentialHelpers } from './credential-helper.ts';
import { StoredCredentials } from './credentials.ts';
import { DockerConfigFile } from './docker-config.ts';
import { SessionSecrets } from './secret-memory.ts';

let daemon: RealDaemon;
let asked: AskedForImages;
let helpers: HelperFolder;
let dir: string;
const never = new AbortController().signal;

beforeAll(async () => {
  daemon = await startRealDaemon();
  asked = await listenForImages();
});

afterAll(async () => {
  await asked?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'dcr-'));
  helpers = await makeHelperFolder();
});

afterEach(async () => {
  await helpers[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

const env = () => ({ ...helpers.env, DOCKER_CONFIG: path.join(dir, 'docker') });

async function writeConfig(config: object | string): Promise<void> {
  await mkdir(path.join(dir, 'docker'), { recursive: true });
  const text = typeof config === 'string' ? config : JSON.stringify(config);
  await writeFile(path.join(dir, 'docker', 'config.json'), text);
}

/** What the docker CLI sends with a pull, without what says nothing. */
async function byCli(registry: string): Promise<unknown> {
  const result = await daemon.dockerCli(['pull', '--quiet', `${registry}/a/b:1`], {
    env: { ...env(), DOCKER_HOST: asked.dockerHost },
  });
  if (result.code !== 0) throw new Error(result.stderr);
  return withoutNothing(asked.lastAuth());
}

function open(onProblem: (address: string, problem: EngineError) => void = () => undefined) {
  const session = new SessionSecrets();
  const config = new DockerConfigFile(env());
  return {
    session,
    credentials: new StoredCredentials({ config, helpers: new CredentialHelpers(env()), session, onProblem }),
  };
}

async function byBerth(registry: string): Promise<unknown> {
  const header = await open().credentials.headerFor(normalizeAddress(registry) ?? '', never);
  return header === null ? {} : withoutNothing(JSON.parse(Buffer.from(header, 'base64url').toString('utf8')));
}

/**
 * Fields without a text, and an address or a name beside no secret, say nothing. The CLI writes the address as the file has it; dockerd
 * does not look at it here.
 */
function withoutNothing(auth: unknown): object {
  const said = Object.entries(auth ?? {}).filter(([name, value]) => value !== '' && name !== 'serveraddress');
  const isToken = said.some(([name]) => name === 'identitytoken');
  return Object.fromEntries(said.filter(([name]) => !isToken || name !== 'username'));
}

const of = (username: string, secret: string) => ({ auth: Buffer.from(`${username}:${secret}`).toString('base64') });
const hub = 'https://index.docker.io/v1/';

describe('Berth and the docker CLI take the same secret', () => {
  test.each<[string, string, object | string]>([
    ['nothing is stored', 'docker.io', {}],
    ['Docker Hub by its key', 'docker.io', { auths: { [hub]: of('mira', 'p:w') } }],
    ['Docker Hub under a name that nobody reads', 'docker.io', { auths: { 'docker.io': of('mira', 'pw') } }],
    [
      'Docker Hub under another',
      'docker.io',
      { auths: { 'index.docker.io': of('mira', 'pw'), 'https://docker.io': of('a', 'b') } },
    ],
    ['an address with a port', 'r.example:5000', { auths: { 'r.example:5000': of('mira', 'grün ☃') } }],
    ['another port', 'r.example:5001', { auths: { 'r.example:5000': of('mira', 'pw') } }],
    ['an old key with scheme and path', 'r.example', { auths: { 'https://r.example/v1/': of('mira', 'pw') } }],
    [
      'an old key with scheme, port and path',
      'r.example:5000',
      { auths: { 'http://r.example:5000/v2/': of('mira', 'pw') } },
    ],
    ['an old key with a path', 'r.example', { auths: { 'r.example/v1/': of('mira', 'pw') } }],
    [
      'an old key beside the right one',
      'r.example',
      { auths: { 'https://r.example': of('a', 'b'), 'r.example': of('mira', 'pw') } },
    ],
    ['an identity token', 'r.example', { auths: { 'r.example': { ...of('mira', ''), identitytoken: 'id' } } }],
    ['a registry token', 'r.example', { auths: { 'r.example': { registrytoken: 'bearer' } } }],
    ['fields in place of auth', 'r.example', { auths: { 'r.example': { username: 'mira', password: 'pw' } } }],
    ['a helper for all', 'r.example', { credsStore: 'honest' }],
    [
      'a helper for all, and an entry of the file',
      'r.example',
      { credsStore: 'honest', auths: { 'r.example': of('old', 'old') } },
    ],
    [
      'a helper for all that has nothing',
      'r.example',
      { credsStore: 'empty', auths: { 'r.example': of('old', 'old') } },
    ],
    ['a helper for one', 'r.example', { credHelpers: { 'r.example': 'honest' }, credsStore: 'empty' }],
    [
      'a helper for another',
      's.example',
      { credHelpers: { 'r.example': 'honest' }, auths: { 's.example': of('mira', 'pw') } },
    ],
    [
      'the file for one',
      'r.example',
      { credHelpers: { 'r.example': '' }, credsStore: 'honest', auths: { 'r.example': of('mira', 'pw') } },
    ],
    ['a helper that is not there', 'r.example', { credsStore: 'desktop', auths: { 'r.example': of('mira', 'pw') } }],
    ['a helper that fails', 'r.example', { credsStore: 'evil' }],
    ['a helper with an identity token', 'r.example', { credsStore: 'token' }],
    ['the helper of the system, which nobody named', 'r.example', '{"currentContext":"default"}'],
    ['the helper of the system beside an entry', 'r.example', { auths: { 's.example': {} } }],
  ])('%s', async (_, registry, config) => {
    const answer = (username: string, secret: string) =>
      `echo '${JSON.stringify({ ServerURL: registry, Username: username, Secret: secret })}'`;
    await helpers.add('honest', answer('kept', 'k:pt'));
    await helpers.add('token', answer('<token>', 'id'));
    await helpers.add('secretservice', answer('system', 'sys'));
    await helpers.add('empty', 'echo "credentials not found in native keychain"; exit 1');
    await helpers.add('evil', 'exit 1');
    await writeConfig(config);
    expect(await byBerth(registry)).toEqual(await byCli(registry));
  });
});

describe('without the docker CLI', () => {
  test('a secret of this session comes before one that is stored', async () => {
    await writeConfig({ auths: { 'r.example': of('mira', 'stored') } });
    const { credentials, session } = open();
    session.set('r.example', { username: 'mira', secret: 'session' });
    expect(await credentials.find('r.example', never)).toEqual({ username: 'mira', secret: 'session' });
    session.delete('r.example');
    expect(await credentials.find('r.example', never)).toEqual({ username: 'mira', secret: 'stored' });
    expect(await credentials.find('s.example', never)).toBeNull();
  });

  test.each<[string, object | string, string]>([
    ['a broken file', '{"auths":', 'config-broken'],
    ['a helper that is not there', { credsStore: 'desktop' }, 'helper-missing'],
    ['a helper that fails', { credsStore: 'evil' }, 'helper-failed'],
  ])('%s is told, and a pull goes without', async (_, config, reason) => {
    await helpers.add('evil', 'exit 1');
    await writeConfig(config);
    const told: string[] = [];
    const { credentials } = open((address, problem) => told.push(`${address}: ${problem.reason}`));
    expect(await credentials.headerFor('r.example', never)).toBeNull();
    expect(told).toEqual([`r.example: ${reason}`]);
    await expect(credentials.find('r.example', never)).rejects.toMatchObject({ reason });
  });

  test('a pull that is cancelled meanwhile does not go on', async () => {
    await helpers.add('slow', 'sleep 1000');
    await writeConfig({ credsStore: 'slow' });
    const abort = new AbortController();
    const asking = open().credentials.headerFor('r.example', abort.signal);
    setTimeout(() => abort.abort(), 100);
    await expect(asking).rejects.toThrow('aborted');
  });

  test('what a helper was given is what it is asked for', async () => {
    await helpers.add('honest', honestScript);
    await writeConfig({ credHelpers: { [hub]: 'honest' } });
    await new CredentialHelpers(env()).store('honest', hub, { username: 'mira', secret: 'pw' }, never);
    expect(await byBerth('index.docker.io')).toEqual({ username: 'mira', password: 'pw' });
  });
});
