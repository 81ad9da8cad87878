import type { ContractRouterClient } from '@orpc/contract';
import { expect, test } from 'vitest';
import type { Contract } from '../contract/contract.ts';
import type { Image } from '../contract/images.ts';
import { askDaemon, makeForest, pruneByDaemon, readImageIds } from './image-forest.ts';
import { loadImages, makeLayer } from './layered-images.ts';

interface Rig {
  readonly socketPath: string;
  readonly client: ContractRouterClient<Contract>;
}

interface DiskUse {
  readonly LayersSize: number;
  readonly Images: readonly { Id: string; Size: number; SharedSize: number }[];
}

/** Compares the sizes that Berth shows of `count` images (a multiple of 100) with the daemon's, and a clean-up with what it promised. */
export function testManyImages(count: number, rig: () => Rig): void {
  test(
    `${count} images: sizes and what is shared are those of docker system df, and a clean-up frees what it told`,
    { timeout: 300_000 },
    async () => {
      const { socketPath, client } = rig();
      const chains = await makeForest(99);
      const images = Array.from({ length: count }, (_, number) => ({
        tags: number % 4 === 3 ? [] : [`many/app-${number % 50}:${number}`],
        layers: chains[number % chains.length]?.layers ?? [],
        note: `many ${number}`,
      }));
      const own = await Promise.all(
        Array.from({ length: count / 50 }, (_, number) => makeLayer(`own-${number}`, 2_000 + number)),
      );
      const all = images.map((image, number) =>
        number % 50 === 0 ? { ...image, layers: [...image.layers, ...own.slice(number / 50, number / 50 + 1)] } : image,
      );
      await loadImages(socketPath, all);
      const { Images, LayersSize } = (await askDaemon(socketPath, 'GET', '/system/df?type=image')) as DiskUse;
      const expected = new Map(Images.map(({ Id, Size, SharedSize }) => [Id, `${Size} ${SharedSize}`]));
      expect(expected.size).toBe(count + 1);
      let rows = new Map<string, Image>();
      let seen = await client.images.changes({ epoch: '', seq: 0, freshness: 'loading' });
      const isRead = () =>
        rows.size === expected.size && [...rows.values()].every(({ sharedBytes }) => sharedBytes !== null);
      for (;;) {
        if (seen.reset) rows = new Map();
        for (const row of seen.upserts) rows.set(row.id, row);
        for (const id of seen.removes) rows.delete(id);
        if (isRead()) break;
        seen = await client.images.changes(seen, { signal: AbortSignal.timeout(60_000) });
      }
      expect(new Map([...rows].map(([id, { sizeBytes, sharedBytes }]) => [id, `${sizeBytes} ${sharedBytes}`]))).toEqual(
        expected,
      );

      const dangling = await client.images.prunable({ isAll: false });
      expect(dangling.totalBytes).toBe(LayersSize);
      expect(dangling.ids.length).toBe(count / 4);
      const done = await client.images.prune({ isAll: false, token: dangling.token });
      expect(done.deleted.filter((id) => rows.has(id)).sort()).toEqual([...dangling.ids].sort());
      expect(done.reclaimedBytes).toBe(dangling.reclaimBytes);
      const rest = await client.images.prunable({ isAll: true });
      expect(rest.ids.length).toBe((count * 3) / 4);
      const pruned = await pruneByDaemon(socketPath, true);
      expect(rest.reclaimBytes).toBe(pruned.SpaceReclaimed);
      expect((await readImageIds(socketPath)).size).toBe(1);
    },
  );
}
