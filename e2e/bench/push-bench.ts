import type { Bench } from './bench.ts';
import { figuresOf } from './figure.ts';
import { makeImage, openTransferRig, timeByBerth, timeByCli, timeInPairs } from './transfer-rig.ts';

const figure = figuresOf('push');
const pairs = 31;
const layers = 6;
const layerMegabytes = 20;

/** Images of 120 MB to a registry on this machine, by Berth with its page open and by the docker CLI. */
export const pushBench: Bench = async (say) => {
  await using rig = await openTransferRig();
  const { engine, registry, client } = rig;
  say(`push: images of ${layers * layerMegabytes} MB, ${pairs} times each way`);
  let number = 0;
  /** A new image each time: what a registry has had before is not pushed again. */
  const withNewImage = async (push: (reference: string) => Promise<number>): Promise<number> => {
    number += 1;
    const reference = `${registry.address}/bench/push-${number}:1`;
    await makeImage(engine, reference, layers, layerMegabytes);
    const tookMs = await push(reference);
    await engine.docker('image', 'rm', reference);
    // What is never written to the disk does not fall into the time of the next.
    await registry.empty();
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
