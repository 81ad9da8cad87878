import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inspect } from 'node:util';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { toEngineLayout } from '../daemon/native/engine-layout.ts';
import { runProgram } from '../platform/process.ts';
import { type HelperFolder, makeHelperFolder } from '../test/helper-folder.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { type RealHelper, startPassHelper } from '../test/real-helpers.ts';
import { type Registry, startRegistry } from '../test/registry.ts';
import { filesWith, ProcessTraces, shapesIn, shapesOf } from '../test/secret-traces.ts';
import { type ServiceClient, startServiceClient } from '../test/service-client.ts';
import { TokenServer } from '../test/token-server.ts';

/** A marker that is in the secret as it is, and characters that travel in many forms. */
const secret = `Zq${randomBytes(12).toString('hex')}:ä"\\$%&`;
const wrong = `Zw${randomBytes(12).toString('hex')}`;
const shapes = [...shapesOf(secret), ...shapesOf(secret.slice(0, 26)), ...shapesOf(wrong)];

let daemon: RealDaemon;
let registry: Registry;
let tokens: TokenServer;
let locked: Registry;
let helpers: HelperFolder;
let pass: RealHelper;
let service: ServiceClient;
let home: string;
/** Everything that calls failed with, as a page could see it. */
const said: string[] = [];

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'bsl-'));
  daemon = await startRealDaemon();
  registry = await startRegistry({ accounts: { mira: secret } });
  tokens = await TokenServer.start({ accounts: { mira: secret } });
  locked = await startRegistry({ tokens });
  helpers = await makeHelperFolder();
  pass = await startPassHelper();
  await mkdir(path.join(home, 'log'));
  service = await startServiceClient(daemon.socketPath, null, {
    env: {
      ...pass.env,
      HOME: home,
      PATH: `${helpers.dir}:${pass.env['PATH'] ?? ''}`,
      DOCKER_CONFIG: path.join(home, 'docker'),
      BERTH_LINK_DIR: path.join(home, 'bin'),
    },
    // All of it, although the service as it is shipped writes less.
    log: pino({ level: 'trace' }, pino.destination({ dest: path.join(home, 'log', 'service.log'), sync: true })),
  });
});

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await pass?.[Symbol.asyncDispose]();
  await helpers?.[Symbol.asyncDispose]();
  await locked?.[Symbol.asyncDispose]();
  await tokens?.[Symbol.asyncDispose]();
  await registry?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

type Keep = Parameters<ServiceClient['client']['registries']['signIn']>[0]['keep'];

async function attempt(call: () => Promise<unknown>): Promise<'done' | 'failed'> {
  try {
    said.push(JSON.stringify(await call()) ?? '');
    return 'done';
  } catch (error) {
    said.push(inspect(error, { depth: 12, showHidden: true }), JSON.stringify(error), String(error));
    return 'failed';
  }
}

const signIn = (address: string, word: string, keep: Keep) =>
  attempt(() => service.client.registries.signIn({ address, username: 'mira', secret: word, keep }));

/** What a page does with a registry that it is signed in to. */
async function useRegistry(address: string): Promise<void> {
  const { registries, images } = service.client;
  const repository = 'team/tools';
  await attempt(() => registries.check({ address }));
  await attempt(() => registries.repositories({ address, after: '' }));
  await attempt(() => registries.tags({ address, repository, after: '' }));
  await attempt(() => images.newer({ reference: `${address}/${repository}:1` }));
  const pushed = `${address}/${repository}:pushed`;
  await daemon.docker('tag', testImage, pushed);
  for (const begin of [
    () => service.client.transfers.push({ reference: pushed }),
    () => service.client.transfers.pull({ reference: pushed, platform: '' }),
    () => service.client.transfers.pull({ reference: `${address}/${repository}:missing`, platform: '' }),
  ]) {
    await attempt(() => untilEnded(begin()));
  }
  await attempt(() => registries.changes({ epoch: '', seq: 0, freshness: 'loading' }));
  await attempt(() => registries.keeping({ address }));
}

/** Answers the whole list of jobs as a page has it, and the log of the one that was begun, once it has ended. */
async function untilEnded(begun: Promise<{ id: string }>): Promise<unknown> {
  const { id } = await begun;
  const signal = AbortSignal.timeout(20_000);
  let seen = { epoch: '', seq: 0, freshness: 'loading' as 'loading' | 'live' | 'stale' };
  for (;;) {
    seen = await service.client.jobs.changes(seen, { signal });
    const all = await service.client.jobs.changes({ epoch: '', seq: 0, freshness: 'loading' }, { signal });
    if (all.upserts.some((row) => row.id === id && row.endedAtMs !== null)) {
      return [all, await service.client.jobs.log({ id, from: 0 })];
    }
  }
}

/** Where the secret may not be, whatever was done. */
async function expectNoTrace(traces: ProcessTraces, except: readonly string[] = []): Promise<void> {
  await traces.lookAgain();
  expect(traces.found).toEqual([]);
  expect(said.flatMap((text) => shapesIn(text, shapes))).toEqual([]);
  const folders = [home, service.paths.dataDir, service.paths.runDir, pass.storeDir, daemon.paths.runDir];
  const engineLogs = path.dirname(toEngineLayout(daemon.paths.dataDir, daemon.paths.runDir).logFile);
  expect(await readdir(engineLogs)).not.toEqual([]);
  const found = await Promise.all([...folders, engineLogs].map((folder) => filesWith(folder, shapes)));
  expect(found.flat().filter((file) => !except.includes(file))).toEqual([]);
}

describe('the secret of a sign-in', () => {
  test('would be found if it were somewhere', async () => {
    const encoded = Buffer.from(`x:${secret}`).toString('base64');
    for (const argv of [
      ['env', `A=${encoded}`, 'sleep', '0.5'],
      ['sh', '-c', `: ${encoded}; sleep 0.5`],
    ] as const) {
      await using control = new ProcessTraces(shapes);
      await Promise.all([runProgram(argv), control.lookAgain()]);
      expect(control.found).not.toEqual([]);
    }
    for (const before of ['', 'm', 'mi', 'mira:', '{"password":"']) {
      for (const after of ['', 'a', '"}']) {
        const text = Buffer.from(before + secret + after).toString('base64');
        expect(shapesIn(text, shapes).length).toBeGreaterThan(0);
      }
    }
  });

  test('kept for the session is nowhere to be found', async () => {
    await using traces = new ProcessTraces(shapes);
    for (const { address } of [registry, locked]) {
      expect(await signIn(address, wrong, { kind: 'session' })).toBe('failed');
      expect(await signIn(address, secret, { kind: 'session' })).toBe('done');
      await useRegistry(address);
      tokens.revokeIdentityTokens();
      await useRegistry(address);
      await attempt(() => service.client.registries.signOut({ address }));
    }
    await expectNoTrace(traces);
  });

  test('kept by pass is nowhere to be found in the clear', async () => {
    await using traces = new ProcessTraces(shapes);
    for (const { address } of [registry, locked]) {
      expect(await signIn(address, wrong, { kind: 'as-docker' })).toBe('failed');
      expect(await signIn(address, secret, { kind: 'as-docker' })).toBe('done');
      await useRegistry(address);
      await attempt(() => service.client.registries.signOut({ address }));
    }
    expect(traces.hasSeen('docker-credential-pass')).toBe(true);
    await expectNoTrace(traces);
  });

  test.each([
    ['fails and repeats what it was given', 'cat; cat >&2; exit 1'],
    ['repeats it on stderr, and goes well', 'cat >&2'],
    ['repeats it as its answer', 'cat'],
    ['tells it as the reason', 'echo "pass not initialized: $(cat)"; exit 1'],
    ['ends by a signal', 'cat; kill -9 $$'],
    ['tells it in a list', `if [ "$1" = list ]; then echo '{"x":["y"]}'; else cat; fi`],
  ])('given to a helper that %s', async (_, script) => {
    await helpers.add('evil', script);
    await using traces = new ProcessTraces(shapes);
    await signIn(registry.address, secret, { kind: 'helper', name: 'evil' });
    await useRegistry(registry.address);
    await attempt(() => service.client.registries.signOut({ address: registry.address }));
    await expectNoTrace(traces);
    await rm(path.join(home, 'docker'), { recursive: true, force: true });
  });

  test('kept as plain text is in Docker’s file alone, until it is signed out', async () => {
    await using traces = new ProcessTraces(shapes);
    const file = path.join(home, 'docker', 'config.json');
    expect(await signIn(registry.address, wrong, { kind: 'plain-text' })).toBe('failed');
    await expectNoTrace(traces);
    expect(await signIn(registry.address, secret, { kind: 'plain-text' })).toBe('done');
    expect(shapesIn(await readFile(file, 'utf8'), shapes)).not.toEqual([]);
    await useRegistry(registry.address);
    await expectNoTrace(traces, [file]);
    await attempt(() => service.client.registries.signOut({ address: registry.address }));
    await expectNoTrace(traces);
  });

  test('is not in what is said of a broken file', async () => {
    await signIn(registry.address, secret, { kind: 'plain-text' });
    const file = path.join(home, 'docker', 'config.json');
    const text = await readFile(file, 'utf8');
    for (const broken of [
      text.slice(0, -2),
      text.replace('"auth": "', '"auth": '),
      text.replace('"auth": "', '"auth": "%'),
    ]) {
      await writeFile(file, broken);
      await signIn(registry.address, secret, { kind: 'plain-text' });
      await useRegistry(registry.address);
      await attempt(() => service.client.registries.config());
    }
    await using traces = new ProcessTraces(shapes);
    await expectNoTrace(traces, [file]);
    await rm(path.join(home, 'docker'), { recursive: true });
  });

  test('is not in what is said of a call that is no call', async () => {
    const keep = { kind: secret } as unknown as Keep;
    await using traces = new ProcessTraces(shapes);
    expect(await signIn(registry.address, secret, keep)).toBe('failed');
    expect(await signIn(registry.address, secret.repeat(3000), { kind: 'session' })).toBe('failed');
    expect(await signIn(`${registry.address}/`.repeat(50), secret, { kind: 'session' })).toBe('failed');
    expect(await signIn('no address', secret, { kind: 'session' })).toBe('failed');
    await expectNoTrace(traces);
  });

  test('leaves words of each failure in the log, without it', async () => {
    const log = await readFile(path.join(home, 'log', 'service.log'), 'utf8');
    expect(log).toContain('registries.signIn');
    expect(log).toContain('sign-in-refused');
    expect(shapesIn(log, shapes)).toEqual([]);
  });
});
