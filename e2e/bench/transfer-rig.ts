import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type LayeredImage, loadImages, makeLayer } from '../../engine/test/layered-images.ts';
import type { ServiceClient } from '../../engine/test/service-client.ts';
import type { TestEngine } from '../fixtures/engine.ts';
import { median } from './statistics.ts';

const megabyteBytes = 1024 * 1024;

/** What a bench looks at of a transfer. */
interface SeenTransfer {
  readonly id: string;
  readonly state: string;
  readonly endedAtMs: number | null;
  readonly failure: unknown;
}

/** The transfers that changed since a version, and the version to ask from next. */
interface SeenTransfers {
  readonly epoch: string;
  readonly seq: number;
  readonly freshness: 'loading' | 'live' | 'stale';
  readonly upserts: readonly SeenTransfer[];
}

/** Puts an image of random layers into the engine, which no engine or registry has seen before. */
export async function makeImage(
  engine: TestEngine,
  tag: string,
  layers: number,
  layerMegabytes: number,
): Promise<LayeredImage> {
  const image: LayeredImage = {
    tags: [tag],
    layers: await Promise.all(
      Array.from({ length: layers }, (_, index) => makeLayer(`layer-${index}`, layerMegabytes * megabyteBytes)),
    ),
  };
  await loadImages(engine.socketPath, [image]);
  return image;
}

/** Puts it into the registry too, and takes it out of the engine. */
export async function publishImage(
  engine: TestEngine,
  tag: string,
  layers: number,
  layerMegabytes: number,
): Promise<void> {
  await makeImage(engine, tag, layers, layerMegabytes);
  await engine.docker('push', '--quiet', tag);
  await engine.docker('image', 'rm', tag);
}

/** How many transfers are under way. */
export async function countActive(client: ServiceClient['client']): Promise<number> {
  const seen: SeenTransfers = await client.transfers.changes({ epoch: '', seq: 0, freshness: 'loading' });
  return seen.upserts.filter(({ state }) => state === 'active').length;
}

/** Milliseconds from asking the service for a transfer to hearing that it is done. */
export async function timeByBerth(
  client: ServiceClient['client'],
  start: () => Promise<{ readonly id: string }>,
): Promise<number> {
  let seen: SeenTransfers = await client.transfers.changes({ epoch: '', seq: 0, freshness: 'loading' });
  const beforeMs = performance.now();
  const { id } = await start();
  for (;;) {
    const row = seen.upserts.find((one) => one.id === id);
    if (row?.state === 'done') return performance.now() - beforeMs;
    if (row !== undefined && row.endedAtMs !== null) throw new Error(JSON.stringify(row.failure));
    seen = await client.transfers.changes(seen);
  }
}

/** Milliseconds that the docker CLI takes for the same. */
export async function timeByCli(engine: TestEngine, ...argv: readonly string[]): Promise<number> {
  const beforeMs = performance.now();
  const child = spawn(engine.dockerProgram, ['--host', `unix://${engine.socketPath}`, ...argv], { stdio: 'ignore' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`docker ${argv.join(' ')} ended with ${code}.`);
  return performance.now() - beforeMs;
}

export interface PairedTimes {
  readonly berthMs: number;
  readonly cliMs: number;
  /** The median of the ratios of each pair. */
  readonly ratio: number;
}

/** Times both, side by side and each first by turns, after one pair that does not count. */
export async function timeInPairs(
  pairs: number,
  berth: () => Promise<number>,
  cli: () => Promise<number>,
): Promise<PairedTimes> {
  const berths: number[] = [];
  const clis: number[] = [];
  for (let pair = -1; pair < pairs; pair++) {
    const isBerthFirst = pair % 2 === 0;
    const first = await (isBerthFirst ? berth() : cli());
    const second = await (isBerthFirst ? cli() : berth());
    if (pair < 0) continue;
    berths.push(isBerthFirst ? first : second);
    clis.push(isBerthFirst ? second : first);
  }
  return {
    berthMs: median(berths),
    cliMs: median(clis),
    ratio: median(berths.map((berthMs, index) => berthMs / (clis[index] ?? Number.NaN))),
  };
}
