import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { type LayeredImage, loadImages, makeLayer } from '../../engine/test/layered-images.ts';
import type { ServiceClient } from '../../engine/test/service-client.ts';
import { type Registry, startRegistry } from '../../engine/test/registry.ts';
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts';
import { makePrivateFolder } from '../fixtures/folders.ts';
import { BerthService } from '../fixtures/service.ts';
import { connectToService } from './logs-rig.ts';
import { openBrowser, openPage } from './rig.ts';
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

/** An engine, a registry, and Berth with its page of images open. */
export interface TransferRig extends AsyncDisposable {
  readonly engine: TestEngine;
  readonly registry: Registry;
  readonly client: ServiceClient['client'];
  readonly page: Page;
}

/** Starts all that pulls and pushes are timed with. */
export async function openTransferRig(): Promise<TransferRig> {
  await using opened = new AsyncDisposableStack();
  const folder = opened.use(await makePrivateFolder());
  const engine = opened.use(await startTestEngine());
  const registry = opened.use(await startRegistry());
  const service = opened.use(
    await BerthService.start({ folder: join(folder.path, 'b'), hostEngine: engine.socketPath }),
  );
  const browser = opened.use(await openBrowser());
  const { page } = opened.use(await openPage(browser));
  await page.goto(service.url);
  await page.goto(`${service.origin}/#/images`);
  const client = await connectToService(service);
  const all = opened.move();
  return { engine, registry, client, page, [Symbol.asyncDispose]: () => all.disposeAsync() };
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
  const seen: SeenTransfers = await client.jobs.changes({ epoch: '', seq: 0, freshness: 'loading' });
  return seen.upserts.filter(({ state }) => state === 'active').length;
}

/** Milliseconds from asking the service for a transfer to hearing that it is done. */
export async function timeByBerth(
  client: ServiceClient['client'],
  start: () => Promise<{ readonly id: string }>,
): Promise<number> {
  let seen: SeenTransfers = await client.jobs.changes({ epoch: '', seq: 0, freshness: 'loading' });
  const beforeMs = performance.now();
  const { id } = await start();
  for (;;) {
    const row = seen.upserts.find((one) => one.id === id);
    if (row?.state === 'done') return performance.now() - beforeMs;
    if (row !== undefined && row.endedAtMs !== null) throw new Error(JSON.stringify(row.failure));
    seen = await client.jobs.changes(seen);
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
