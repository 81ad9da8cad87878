import { join } from 'node:path';
import { startRegistry } from '../../engine/test/registry.ts';
import { startTestEngine } from '../fixtures/engine.ts';
import { makePrivateFolder } from '../fixtures/folders.ts';
import { BerthService } from '../fixtures/service.ts';
import type { Bench } from './bench.ts';
import { figuresOf } from './figure.ts';
import { connectToService } from './logs-rig.ts';
import { openBrowser, openPage } from './rig.ts';
import { makeImage, timeByBerth, timeByCli, timeInPairs } from './transfer-rig.ts';

const figure = figuresOf('push');
const pairs = 9;
const layers = 6;
const layerMegabytes = 20;

/** Images of 120 MB to a registry on this machine, by Berth with its page open and by the docker CLI. */
export const pushBench: Bench = async (say) => {
  await using folder = await makePrivateFolder();
  await using engine = await startTestEngine();
  await using registry = await startRegistry();
  await using service = await BerthService.start({ folder: join(folder.path, 'b'), hostEngine: engine.socketPath });
  await using browser = await openBrowser();
  await using rig = await openPage(browser);
  await rig.page.goto(service.url);
  await rig.page.goto(`${service.origin}/#/images`);
  const client = await connectToService(service);
  say(`push: images of ${layers * layerMegabytes} MB, ${pairs} times each way`);
  let number = 0;
  /** A new image each time: what a registry has had before is not pushed again. */
  const withNewImage = async (push: (reference: string) => Promise<number>): Promise<number> => {
    number += 1;
    const reference = `${registry.address}/bench/push-${number}:1`;
    await makeImage(engine, reference, layers, layerMegabytes);
    const tookMs = await push(reference);
    await engine.docker('image', 'rm', reference);
    return tookMs;
  };
  const times = await timeInPairs(
    pairs,
    () => withNewImage((reference) => timeByBerth(client, () => client.transfers.push({ reference }))),
    () => withNewImage((reference) => timeByCli(engine, 'push', reference)),
  );
  return [
    figure('berth_ms', times.berthMs, 'ms', times.ratio),
    figure('cli_ms', times.cliMs, 'ms'),
    figure('ratio', times.ratio, 'count'),
  ];
};
