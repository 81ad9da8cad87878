import type { ContractRouterClient } from '@orpc/contract';
import { afterEach, describe, expect, test } from 'vitest';
import type { Contract } from '../contract/contract.ts';
import { makeForest, type Pruned, pruneByDaemon, readImageIds } from './image-forest.ts';
import { imageIdOf, type LayeredImage, loadImages } from './layered-images.ts';
import type { RealDaemon } from './real-daemon.ts';

interface Rig {
  readonly daemon: RealDaemon;
  readonly client: ContractRouterClient<Contract>;
}

async function useSome(daemon: RealDaemon, images: readonly LayeredImage[], prefix: string): Promise<void> {
  for (const [index, image] of images.entries()) {
    if (index % 7 === 0) await daemon.docker('create', '--name', `${prefix}-${index}`, imageIdOf(image), 'sh');
  }
}

/** Compares clean-ups of Berth among images that share layers, made by each seed, with those of the daemon. */
export function testForests(seeds: readonly number[], rig: () => Rig): void {
  describe.each(seeds)('images that share layers (%i)', (seed) => {
    afterEach(async () => {
      const { daemon } = rig();
      const left = (await daemon.docker('ps', '--all', '--quiet', '--filter', 'name=user')).split('\n').filter(Boolean);
      if (left.length > 0) await daemon.docker('rm', '--force', ...left);
      await pruneByDaemon(daemon.socketPath, true);
    });

    test.each([false, true])('a clean-up (of all: %s) is told beforehand as the daemon then does it', async (isAll) => {
      const { daemon, client } = rig();
      const images = await makeForest(seed * 10 + Number(isAll));
      // The daemon takes all tags but one off an image in use; Berth does not, and so none here has several.
      const single = images.map((image, index) =>
        index % 7 === 0 ? { ...image, tags: image.tags.slice(0, 1) } : image,
      );
      await loadImages(daemon.socketPath, single);
      await useSome(daemon, single, `user-${seed}`);
      const before = await readImageIds(daemon.socketPath);
      const told = await client.images.prunable({ isAll });
      const pruned = await pruneByDaemon(daemon.socketPath, isAll);
      const after = await readImageIds(daemon.socketPath);
      expect(told.reclaimBytes).toBe(pruned.SpaceReclaimed);
      expect(new Set(told.ids)).toEqual(new Set([...before].filter((id) => !after.has(id))));

      await loadImages(daemon.socketPath, single);
      const again = await client.images.prunable({ isAll });
      expect(again).toEqual(told);
      const done = await client.images.prune({ isAll, token: again.token });
      expect(done.reclaimedBytes).toBe(pruned.SpaceReclaimed);
      expect(await readImageIds(daemon.socketPath)).toEqual(after);
      const nameOf = (entries: Pruned['ImagesDeleted'], key: 'Deleted' | 'Untagged') =>
        new Set((entries ?? []).flatMap((entry) => entry[key] ?? []));
      expect(new Set(done.deleted)).toEqual(nameOf(pruned.ImagesDeleted, 'Deleted'));
      expect(new Set(done.untagged)).toEqual(nameOf(pruned.ImagesDeleted, 'Untagged'));
    });
  });
}
