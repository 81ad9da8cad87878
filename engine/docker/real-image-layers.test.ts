import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FaultProxy } from '../test/fault-proxy.ts';
import { startRealDaemon } from '../test/real-daemon.ts';
import { connectToDocker } from './connect.ts';
import { ImageLayers } from './image-layers.ts';
import { atSocket } from '../test/at-socket.ts';

const { signal } = new AbortController();

test('what is known of an image is forgotten with the image', async () => {
  await using daemon = await startRealDaemon();
  const folder = await mkdtemp(join(tmpdir(), 'layers-'));
  try {
    const base = await daemon.loadImage();
    await daemon.docker('run', '--name', 'changed', '--network', 'none', base, 'touch', '/more');
    const id = await daemon.docker('commit', 'changed', 'layers:two');
    const archive = join(folder, 'two.tar');
    await daemon.docker('save', '--output', archive, 'layers:two');
    await using proxy = await FaultProxy.start(join(folder, 'proxy'), daemon.socketPath);
    using connection = await connectToDocker(atSocket(proxy.socketPath), signal);
    const layers = new ImageLayers();
    const facts = { id, sizeBytes: 1, sharedBytes: null };
    const readSizes = async (): Promise<number> => {
      await layers.read(connection, [id], signal);
      expect(layers.chainOf(id)).toHaveLength(2);
      await layers.sizes(connection, [facts], new Set([id]), signal);
      return proxy.counts().requests[`GET /images/${id}/history`] ?? 0;
    };
    expect(await readSizes()).toBe(1);
    // An image never changes: nothing is asked twice as long as it is there.
    expect(await readSizes()).toBe(1);
    await daemon.docker('rmi', 'layers:two');
    await layers.read(connection, [], signal);
    expect(layers.chainOf(id)).toEqual([]);
    await daemon.docker('load', '--input', archive);
    expect(await readSizes()).toBe(2);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
