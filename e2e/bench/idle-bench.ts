import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FaultProxy } from '../../engine/test/fault-proxy.ts';
import { startTestEngine, type TestEngine } from '../fixtures/engine.ts';
import { makePrivateFolder } from '../fixtures/folders.ts';
import { BerthService } from '../fixtures/service.ts';
import type { Bench } from './bench.ts';
import { figuresOf } from './figure.ts';
import { cpuSecondsOf, rendererOf } from './process-cost.ts';
import { openBrowser, openPage, paintList } from './rig.ts';
import { mean } from './statistics.ts';

const figure = figuresOf('idle');
const containers = 20;
const measureMs = 30_000;
/** What a start leaves to do (compilation, garbage, animations) is over by then. */
const settleMs = 5000;
const rounds = 2;

interface Round {
  readonly cpuSeconds: number;
  readonly pageSeconds: number;
  readonly daemonSeconds: number;
  readonly requests: number;
  readonly eventStreams: number;
}

/** What Berth costs while nobody touches it: 20 running containers, the list open, half a minute, with and without it by turns. */
export const idleBench: Bench = async (say) => {
  await using folder = await makePrivateFolder();
  await using engine = await startTestEngine();
  await runContainers(engine, containers);
  const alone: number[] = [];
  const together: Round[] = [];
  for (let round = 0; round < rounds; round++) {
    say(`idle: ${measureMs / 1000} s without Berth, then with it (${round + 1} of ${rounds})`);
    await sleep(settleMs);
    const before = cpuSecondsOf(engine.pid);
    await sleep(measureMs);
    alone.push(cpuSecondsOf(engine.pid) - before);
    together.push(await measureTogether(engine, join(folder.path, String(round))));
  }
  const meanOf = (pick: (round: Round) => number): number => mean(together.map(pick));
  return [
    figure(
      'cpu_seconds',
      meanOf(({ cpuSeconds }) => cpuSeconds),
      's',
    ),
    figure(
      'page_seconds',
      meanOf(({ pageSeconds }) => pageSeconds),
      's',
    ),
    figure('daemon_seconds', meanOf(({ daemonSeconds }) => daemonSeconds) - mean(alone), 's'),
    figure('daemon_baseline_seconds', mean(alone), 's'),
    figure('requests', Math.max(...together.map(({ requests }) => requests)), 'count'),
    figure('event_streams', Math.max(...together.map(({ eventStreams }) => eventStreams)), 'count'),
  ];
};

/** Starts containers that do nothing. */
export async function runContainers(engine: TestEngine, count: number): Promise<void> {
  for (let at = 0; at < count; at++) await engine.runIdle(`berth-bench-${at}`);
}

async function measureTogether(engine: TestEngine, folder: string): Promise<Round> {
  await using proxy = await FaultProxy.start(`${folder}.sock`, engine.socketPath);
  await using service = await BerthService.start({ folder, hostEngine: proxy.socketPath });
  await using browser = await openBrowser();
  await using rig = await openPage(browser);
  await paintList(rig, service.url, containers, 'berth-bench-0');
  const renderer = rendererOf(process.pid);
  await sleep(settleMs);
  proxy.resetCounts();
  const before = [service.pid, renderer, engine.pid].map(cpuSecondsOf);
  await sleep(measureMs);
  const [serviceSeconds = Number.NaN, pageSeconds = Number.NaN, daemonSeconds = Number.NaN] = [
    service.pid,
    renderer,
    engine.pid,
  ].map((pid, at) => cpuSecondsOf(pid) - (before[at] ?? Number.NaN));
  const requests = Object.values(proxy.counts().requests).reduce((sum, count) => sum + count, 0);
  const eventStreams = proxy.openRequests().filter((name) => name === 'GET /events').length;
  return { cpuSeconds: serviceSeconds + pageSeconds, pageSeconds, daemonSeconds, requests, eventStreams };
}
