import { readFile, rm } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { Log } from '../../platform/log.ts';
import { runProgram } from '../../platform/process.ts';
import { toBundleEnvironment, toBundleFiles } from '../bundle/bundle-files.ts';
import type { Bundle } from '../bundle/bundle-files.ts';
import { findOwnBridge, removeBridges } from './bridge.ts';
import { writeLiveRestore } from './engine-config.ts';
import type { EngineLayout } from './engine-layout.ts';
import {
  endProcess,
  findChildren,
  findContainerd,
  findDockerd,
  findRival,
  findShims,
  isRunning,
  signalIfRunning,
  waitForEnd,
} from './engine-processes.ts';
import type { EngineProcess } from './engine-processes.ts';
import { removeOwnRules } from './iptables-rules.ts';
import { readApi } from './ping.ts';
import { parseMountInfo } from './requirements.ts';

/** dockerd gives containers 10 s to stop, and itself 5 more. */
const dockerdStopMs = 25_000;
/** One that does not even answer is not about to stop anything. */
const silentStopMs = 5_000;
const containerdStopMs = 5_000;
const reloadMs = 2_000;
/** A process that has ended may hold its files for a moment longer, thread by thread; who holds them after that keeps what it has open. */
const busyMs = 2_000;

const networksAnswer = z.array(
  z.object({ Id: z.string(), Driver: z.string(), Options: z.record(z.string(), z.string()).nullish() }),
);
const infoAnswer = z.object({ LiveRestoreEnabled: z.boolean() });

export interface StopReport {
  /** Whether dockerd stopped its containers and ended by itself. */
  readonly wasClean: boolean;
}

/**
 * Stops the containers, dockerd and containerd, and takes away what they leave: shims, mounts, rules, bridges. Images, containers
 * and volumes stay.
 */
export async function stopDaemons(bundle: Bundle, layout: EngineLayout, log: Log): Promise<StopReport> {
  // An engine of another Berth works with one of these folders: nothing in them is this one's to take away.
  if (findRival(layout) !== null) return { wasClean: true };

  const dockerd = findDockerd(layout);
  const bridges = await listBridges(layout);
  let wasClean = true;
  if (dockerd !== null) {
    // With live-restore on, dockerd would leave its containers running.
    const isReady = await turnLiveRestoreOff(layout, dockerd, log);
    wasClean = (await endProcess(dockerd, isReady ? dockerdStopMs : silentStopMs)) === 'ended' && isReady;
  }
  const containerd = findContainerd(layout);
  if (containerd !== null && (await endProcess(containerd, containerdStopMs)) === 'killed') wasClean = false;
  const shims = findShims(layout);
  for (const shim of shims) await endShim(shim);
  if (shims.length > 0) wasClean = false;
  await unmountAll(bundle, layout);
  const files = toBundleFiles(bundle);
  const own = await findOwnBridge(layout.owner);
  if (own !== null) {
    const env = toBundleEnvironment(bundle);
    const all = await removeOwnRules(files.iptables, env, own.toUpperCase(), bridges);
    await removeBridges(all, { busybox: files.busybox });
  }
  const { socketPath, pidFile, containerdSocketPath, execRootDir, containerdStateDir, usersDir } = layout;
  const leftovers = [socketPath, pidFile, containerdSocketPath, `${containerdSocketPath}.ttrpc`];
  for (const leftover of [...leftovers, execRootDir, containerdStateDir, usersDir]) {
    await rm(leftover, { recursive: true, force: true });
  }
  return { wasClean };
}

/** The bridges of this engine: its own and, as far as it still answers, those of the networks that were made on it. */
async function listBridges(layout: EngineLayout): Promise<string[]> {
  const own = await findOwnBridge(layout.owner);
  const bridges = own === null ? [] : [own];
  try {
    for (const { Id, Driver, Options } of networksAnswer.parse(await readApi(layout.socketPath, '/networks', 2_000))) {
      if (Driver !== 'bridge') continue;
      bridges.push(Options?.['com.docker.network.bridge.name'] ?? `br-${Id.slice(0, 12)}`);
    }
  } catch {
    // It does not answer: the rules of its chains name them too.
  }
  return [...new Set(bridges)];
}

async function turnLiveRestoreOff(layout: EngineLayout, dockerd: EngineProcess, log: Log): Promise<boolean> {
  await writeLiveRestore(layout, false, log);
  signalIfRunning(dockerd, 'SIGHUP');
  const deadline = Date.now() + reloadMs;
  while (Date.now() < deadline && isRunning(dockerd)) {
    try {
      if (!infoAnswer.parse(await readApi(layout.socketPath, '/info', reloadMs)).LiveRestoreEnabled) return true;
    } catch {
      // It does not answer; it is stopped all the same, and its containers with it.
      return false;
    }
    await sleep(20);
  }
  return false;
}

/** Ends a container that nobody manages any more: first its processes, then the shim. */
async function endShim(shim: EngineProcess): Promise<void> {
  const children = findChildren(shim);
  for (const child of children) signalIfRunning(child, 'SIGKILL');
  for (const child of children) await waitForEnd(child, 5_000);
  await endProcess(shim, 1_000);
}

async function unmountAll(bundle: Bundle, layout: EngineLayout): Promise<void> {
  const { busybox } = toBundleFiles(bundle);
  const unmount = async (mountPoint: string, ...flags: string[]) =>
    runProgram([busybox, 'umount', ...flags, mountPoint], { expect: 'any', timeoutMs: 10_000 });
  const deadline = Date.now() + busyMs;
  for (;;) {
    const mounts = await listMounts(layout);
    const isLastTry = Date.now() > deadline;
    for (const mountPoint of mounts) await unmount(mountPoint, ...(isLastTry ? ['-l'] : []));
    if (isLastTry || (await listMounts(layout)).length === 0) return;
    await sleep(20);
  }
}

/** What is mounted in the engine's folders, the inner ones first: they were mounted later. */
async function listMounts(layout: EngineLayout): Promise<string[]> {
  const roots = [layout.execRootDir, layout.dataRootDir, layout.containerdStateDir, layout.containerdRootDir];
  return parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8'))
    .map(({ mountPoint }) => mountPoint)
    .filter((mountPoint) => roots.some((root) => `${mountPoint}/`.startsWith(`${root}/`)))
    .reverse();
}
