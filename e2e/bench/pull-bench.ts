import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { RegistryFront } from '../../engine/test/registry-front.ts';
import type { Registry } from '../../engine/test/registry.ts';
import type { ServiceClient } from '../../engine/test/service-client.ts';
import type { TestEngine } from '../fixtures/engine.ts';
import type { Bench } from './bench.ts';
import { type Figure, figuresOf } from './figure.ts';
import { percentile } from './statistics.ts';
import { countActive, openTransferRig, publishImage, timeByBerth, timeByCli, timeInPairs } from './transfer-rig.ts';

const figure = figuresOf('pull');
const pairs = 31;
const layers = 6;
const layerMegabytes = 33;
const parallel = 20;
const parallelMegabytes = 4;
const parallelLayers = 3;
/** Of each layer, so that twenty pulls last about ten seconds. */
const slowBytesPerSecond = 500_000;
const measureMs = 6_000;

/** An image of 200 MB from a registry on this machine, by Berth with its page open and by the docker CLI; twenty pulls at once on the page. */
export const pullBench: Bench = async (say) => {
  await using rig = await openTransferRig();
  const { engine, registry, client, page } = rig;
  const reference = `${registry.address}/bench/pull:1`;
  say(`pull: an image of ${layers * layerMegabytes} MB, ${pairs} times each way`);
  await publishImage(engine, reference, layers, layerMegabytes);
  const times = await timeInPairs(
    pairs,
    () =>
      withoutImage(engine, reference, () =>
        timeByBerth(client, () => client.transfers.pull({ reference, platform: '' })),
      ),
    () => withoutImage(engine, reference, () => timeByCli(engine, 'pull', reference)),
  );
  say(`pull: ${parallel} at once`);
  const deltas = await framesOfMany(engine, registry, client, page);
  return [
    figure('berth_ms', times.berthMs, 'ms', times.ratio),
    figure('cli_ms', times.cliMs, 'ms'),
    figure('ratio', times.ratio, 'count'),
    figure('fps', (1000 * deltas.length) / deltas.reduce((sum, delta) => sum + delta, 0), 'count'),
    figure('frame_p95_ms', percentile(deltas, 0.95), 'ms'),
  ] satisfies Figure[];
};

async function withoutImage(engine: TestEngine, reference: string, pull: () => Promise<number>): Promise<number> {
  const tookMs = await pull();
  await engine.docker('image', 'rm', reference);
  return tookMs;
}

/** Distances between frames of the page while all of these are under way. */
async function framesOfMany(
  engine: TestEngine,
  registry: Registry,
  client: ServiceClient['client'],
  page: Page,
): Promise<number[]> {
  await using front = await RegistryFront.start(registry);
  const names = Array.from({ length: parallel }, (_, index) => `${front.address}/bench/many-${index}:1`);
  for (const name of names) await publishImage(engine, name, parallelLayers, parallelMegabytes);
  front.setFaults({ kind: 'slow', direction: 'down', bytesPerSecond: slowBytesPerSecond, path: /\/blobs\// });
  const pulls = names.map((reference) => timeByBerth(client, () => client.transfers.pull({ reference, platform: '' })));
  const all = Promise.all(pulls);
  // Heard below; until then a pull that fails must not count as unheard.
  all.catch(() => undefined);
  await sleep(1_000);
  const deltas = await page.evaluate(async (durationMs) => {
    const recorder = window.berthProbe.frames();
    await new Promise((resolve) => setTimeout(resolve, durationMs));
    return recorder.stop();
  }, measureMs);
  const active = await countActive(client);
  if (active < parallel) throw new Error(`Only ${active} pulls were still under way at the end.`);
  front.setFaults();
  await all;
  return deltas;
}
