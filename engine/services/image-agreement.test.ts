import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ContractRouterClient } from '@orpc/contract';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DockerCommand, toArgv } from '../commands/command.ts';
import * as imageCommands from '../commands/images.ts';
import * as transferCommands from '../commands/transfers.ts';
import type { Contract } from '../contract/contract.ts';
import { loadImages, makeLayer, packImages } from '../test/layered-images.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { type Registry, startRegistry } from '../test/registry.ts';
import { type ServiceClient, startServiceClient } from '../test/service-client.ts';
import { TransferWatch } from '../test/transfer-watch.ts';

let daemon: RealDaemon;
let registry: Registry;
let service: ServiceClient;
let client: ContractRouterClient<Contract>;
let watch: TransferWatch;
let folder: string;

beforeAll(async () => {
  daemon = await startRealDaemon();
  registry = await startRegistry();
  service = await startServiceClient(daemon.socketPath);
  client = service.client;
  watch = new TransferWatch(client);
  folder = await mkdtemp(path.join(tmpdir(), 'berth-agreement-'));
});

afterAll(async () => {
  await watch?.[Symbol.asyncDispose]();
  await service?.[Symbol.asyncDispose]();
  await registry?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
});

async function runLine(command: DockerCommand, input = ''): Promise<string> {
  const { stdout, stderr, code } = await daemon.dockerCli(toArgv(command), { input });
  if (code !== 0) throw new Error(`${toArgv(command).join(' ')}: ${stderr}`);
  return stdout.trim();
}

/** The id under a name, and its other names; 'gone' where there is none. */
async function look(reference: string): Promise<string> {
  const { stdout, code } = await daemon.dockerCli([
    'image',
    'inspect',
    '--format',
    '{{.Id}} {{.RootFS.Layers}}',
    reference,
  ]);
  return code === 0 ? stdout.trim() : 'gone';
}

async function isDone(started: Promise<{ id: string }>): Promise<void> {
  const ended = await watch.untilEnded((await started).id);
  if (ended.state !== 'done') throw new Error(JSON.stringify(ended.failure));
}

const tagAs = (name: string) => daemon.docker('tag', testImage, name);

/** Puts the image into the registry and takes it out of the engine. */
async function publish(reference: string): Promise<void> {
  await tagAs(reference);
  await daemon.docker('push', '--quiet', reference);
  await daemon.docker('image', 'rm', reference);
}

async function send(started: Promise<{ id: string }>, bytes: Buffer): Promise<void> {
  const { id } = await started;
  await client.transfers.send({ id, offset: 0, bytes });
  await client.transfers.send({ id, offset: bytes.length, bytes: new Uint8Array() });
  await isDone(Promise.resolve({ id }));
}

async function archiveOf(tag: string): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of packImages([{ tags: [tag], layers: [await sharedLayer] }])) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

const sharedLayer = makeLayer('agreement', 50_000);
const inFolder = (name: string) => path.join(folder, `${name}.tar`);
const inRegistry = (name: string) => `${registry.address}/agreement/${name}:1`;

/** One verb: `prepare` makes what it is about, `byCli` and `byBerth` do the same, `look` tells what became of it. */
interface Scenario {
  readonly prepare?: (name: string) => Promise<unknown>;
  readonly byCli: (name: string) => Promise<unknown>;
  readonly byBerth: (name: string) => Promise<unknown>;
  readonly look: (name: string) => Promise<unknown>;
}

const nothing = async () => undefined;

/** Of a line that only shows something: its `look` compares that with what Berth knows. */
const shows = { byCli: nothing, byBerth: nothing };

async function loadDangling(name: string): Promise<void> {
  const layers = [await sharedLayer, await makeLayer(name, 1000)];
  await loadImages(daemon.socketPath, [
    { tags: [], layers, note: name },
    { tags: [`${name}:kept`], layers: [await sharedLayer], note: name },
  ]);
}

async function countDangling(): Promise<number> {
  return (await daemon.docker('images', '--quiet', '--filter', 'dangling=true')).split('\n').filter(Boolean).length;
}

const scenarios: Record<string, Scenario[]> = {
  removeImageCommand: [
    ...[false, true].map((force): Scenario => ({
      prepare: (name) => tagAs(`${name}:1`),
      byCli: (name) => runLine(imageCommands.removeImageCommand([`${name}:1`], { force })),
      byBerth: (name) => client.images.remove({ reference: `${name}:1`, force }),
      look: (name) => look(`${name}:1`),
    })),
    ...[false, true].map((keepsParents): Scenario => ({
      async prepare(name) {
        await daemon.docker('create', '--name', name, testImage);
        const parent = await daemon.docker('commit', name);
        await daemon.docker('create', '--name', `${name}-2`, parent);
        await daemon.docker('commit', `${name}-2`, `${name}:1`);
        await daemon.docker('rm', name, `${name}-2`);
      },
      byCli: (name) => runLine(imageCommands.removeImageCommand([`${name}:1`], { force: false, keepsParents })),
      byBerth: (name) => client.images.remove({ reference: `${name}:1`, force: false, keepsParents }),
      async look(name) {
        const seen = [await look(`${name}:1`), await countDangling()];
        await daemon.docker('image', 'prune', '--force');
        return seen;
      },
    })),
  ],
  tagImageCommand: ['', ':2'].map((tag) => ({
    byCli: (name) => runLine(imageCommands.tagImageCommand(testImage, `${name}${tag}`)),
    byBerth: (name) => client.images.tag({ source: testImage, name: `${name}${tag}` }),
    look: (name) => look(`${name}${tag || ':latest'}`),
  })),
  inspectImageCommand: [
    {
      ...shows,
      prepare: (name) => tagAs(`${name}:1`),
      look: async (name) => {
        const [byCli] = JSON.parse(await runLine(imageCommands.inspectImageCommand(`${name}:1`))) as unknown[];
        const { json } = await client.images.inspect({ reference: `${name}:1` });
        expect(JSON.parse(json)).toEqual(byCli);
      },
    },
  ],
  listImagesCommand: [
    {
      ...shows,
      prepare: (name) => tagAs(`${name}:1`),
      look: async () => {
        const printed = (await runLine(imageCommands.listImagesCommand())).split('\n').length - 1;
        const rows = async () => (await client.images.changes({ epoch: '', seq: 0, freshness: 'loading' })).upserts;
        await expect
          .poll(async () => (await rows()).reduce((sum, { tags }) => sum + Math.max(1, tags.length), 0))
          .toBe(printed);
      },
    },
  ],
  imageHistoryCommand: [
    {
      ...shows,
      look: async () => {
        const printed = (await runLine(imageCommands.imageHistoryCommand(testImage))).split('\n').slice(1);
        const steps = await client.images.history({ reference: testImage });
        expect(steps.map(({ instruction }) => instruction)).toEqual(printed.map(() => 'Berth'));
        expect(printed.every((line) => line.includes('Berth'))).toBe(true);
      },
    },
  ],
  pruneImagesCommand: [
    {
      prepare: loadDangling,
      byCli: () => runLine(imageCommands.pruneImagesCommand({ isAll: false }), 'y\n'),
      byBerth: async () => {
        const { token } = await client.images.prunable({ isAll: false });
        await client.images.prune({ isAll: false, token });
      },
      look: async (name) => [await countDangling(), (await look(`${name}:kept`)) === 'gone'],
    },
    {
      prepare: loadDangling,
      byCli: () => runLine(imageCommands.pruneImagesCommand({ isAll: true }), 'y\n'),
      byBerth: async () => {
        const { token } = await client.images.prunable({ isAll: true });
        await client.images.prune({ isAll: true, token });
      },
      async look(name) {
        const seen = [await countDangling(), await look(`${name}:kept`), await look(testImage)];
        await daemon.loadImage();
        return seen;
      },
    },
  ],
  inspectManifestCommand: [
    {
      ...shows,
      async prepare(name) {
        await tagAs(inRegistry(name));
        await daemon.docker('push', '--quiet', inRegistry(name));
      },
      look: async (name) => {
        const line = () => runLine(imageCommands.inspectManifestCommand(inRegistry(name)));
        const { state, digest } = await client.images.newer({ reference: inRegistry(name) });
        expect(state).toBe('same');
        expect(await line()).toContain(digest);
        await loadImages(daemon.socketPath, [{ tags: [inRegistry(name)], layers: [await sharedLayer] }]);
        await daemon.docker('push', '--quiet', inRegistry(name));
        await daemon.docker('image', 'rm', inRegistry(name));
        await daemon.docker('pull', '--quiet', `${inRegistry(name)}@${digest}`);
        await daemon.docker('tag', `${inRegistry(name)}@${digest}`, inRegistry(name));
        const later = await client.images.newer({ reference: inRegistry(name) });
        expect(later.state).toBe('newer');
        expect(later.digest).not.toBe(digest);
        expect(await line()).toContain(later.digest);
        const other = inRegistry(`${name}-absent`);
        await tagAs(other);
        expect(await client.images.newer({ reference: other })).toEqual({ state: 'local', digest: '' });
        await daemon.docker('tag', inRegistry(name), inRegistry(name).replace(':1', ':2'));
        const missing = await client.images.newer({ reference: inRegistry(name).replace(':1', ':2') });
        expect(missing).toEqual({ state: 'missing', digest: '' });
      },
    },
  ],
  pullCommand: ['', 'linux/amd64'].map((platform) => ({
    prepare: (name) => publish(inRegistry(name)),
    byCli: (name) => runLine(transferCommands.pullCommand(inRegistry(name), platform)),
    byBerth: (name) => isDone(client.transfers.pull({ reference: inRegistry(name), platform })),
    look: (name) => look(inRegistry(name)),
  })),
  pushCommand: [
    {
      prepare: (name) => tagAs(inRegistry(name)),
      byCli: (name) => runLine(transferCommands.pushCommand(inRegistry(name))),
      byBerth: (name) => isDone(client.transfers.push({ reference: inRegistry(name) })),
      look: async (name) => {
        const response = await fetch(`${registry.url}/v2/agreement/${name}/manifests/1`);
        return [response.status, ((await response.json()) as { config?: unknown }).config];
      },
    },
  ],
  saveCommand: [
    {
      byCli: (name) => runLine(transferCommands.saveCommand([testImage], inFolder(name))),
      byBerth: (name) => isDone(client.transfers.save({ references: [testImage], path: inFolder(name) })),
      look: async (name) => [(await stat(inFolder(name))).size, (await readFile(inFolder(name))).subarray(0, 200)],
    },
  ],
  loadCommand: [
    {
      prepare: async (name) => writeFile(inFolder(name), await archiveOf(`${name}:1`)),
      byCli: (name) => runLine(transferCommands.loadCommand(inFolder(name))),
      byBerth: async (name) => {
        const bytes = await readFile(inFolder(name));
        await send(client.transfers.load({ fileName: `${name}.tar`, sizeBytes: bytes.length }), bytes);
      },
      look: (name) => look(`${name}:1`),
    },
  ],
  importCommand: [
    {
      prepare: async (name) => writeFile(inFolder(name), (await sharedLayer).tar),
      byCli: (name) => runLine(transferCommands.importCommand(inFolder(name), `${name}:1`)),
      byBerth: async (name) => {
        const bytes = await readFile(inFolder(name));
        const wanted = { fileName: `${name}.tar`, sizeBytes: bytes.length, reference: `${name}:1` };
        await send(client.transfers.import(wanted), bytes);
      },
      // The id has the moment of the import in it.
      look: async (name) => (await look(`${name}:1`)).replace(/^sha256:\w+/, ''),
    },
  ],
};

test('every command line about images and their transfers is run here', () => {
  expect(Object.keys(scenarios).sort()).toEqual(Object.keys({ ...imageCommands, ...transferCommands }).sort());
});

const cases = Object.entries(scenarios).flatMap(([command, list]) =>
  list.map((scenario, index) => ({ command, index, scenario })),
);

test.each(cases)('$command ($index) and the verb have the same effect', async ({ command, index, scenario }) => {
  const seen: unknown[] = [];
  for (const [side, act] of [
    ['cli', scenario.byCli],
    ['berth', scenario.byBerth],
  ] as const) {
    const name = `t${side}-${command.toLowerCase()}-${index}`;
    await scenario.prepare?.(name);
    await act(name);
    seen.push(await scenario.look(name));
  }
  expect(seen[1]).toEqual(seen[0]);
});
