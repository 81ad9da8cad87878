import { expect, test } from 'vitest';
import * as imageCommands from '../commands/images.ts';
import * as transferCommands from '../commands/transfers.ts';
import {
  client,
  daemon,
  inRegistry,
  look,
  runLine,
  type Scenario,
  setUpImageAgreement,
  sharedLayer,
  tagAs,
} from '../test/image-agreement-suite.ts';
import { loadImages, makeLayer } from '../test/layered-images.ts';
import { testImage } from '../test/real-daemon.ts';
import { transferScenarios } from '../test/transfer-scenarios.ts';

setUpImageAgreement();

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
  ...transferScenarios,
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
