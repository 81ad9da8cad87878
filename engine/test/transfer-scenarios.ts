import { readFile, stat, writeFile } from 'node:fs/promises';
import * as transferCommands from '../commands/transfers.ts';
import {
  client,
  daemon,
  inFolder,
  inRegistry,
  look,
  registry,
  runLine,
  type Scenario,
  sharedLayer,
  tagAs,
  watch,
} from './image-agreement-suite.ts';
import { packImages } from './layered-images.ts';
import { testImage } from './real-daemon.ts';

async function isDone(started: Promise<{ id: string }>): Promise<void> {
  const ended = await watch.untilEnded((await started).id);
  if (ended.state !== 'done') throw new Error(JSON.stringify(ended.failure));
}

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

/** Of every command line about transfers. */
export const transferScenarios: Record<string, Scenario[]> = {
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
