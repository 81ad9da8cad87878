import { spawn } from 'node:child_process';
import { chmod, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeFileAtomically } from '../../platform/atomic-file.ts';
import type { Log } from '../../platform/log.ts';
import { startTimeOf } from '../../platform/process.ts';
import { toBundleEnvironment, toBundleFiles } from '../bundle/bundle-files.ts';
import type { Bundle } from '../bundle/bundle-files.ts';
import { claimBridge } from './bridge.ts';
import type { Bridge } from './bridge.ts';
import { writeLiveRestore } from './engine-config.ts';
import type { EngineLayout } from './engine-layout.ts';
import { openEngineLog, readFailure, sizeOf } from './engine-log.ts';
import { findContainerd, findDockerd, findRival, isRunning } from './engine-processes.ts';
import type { EngineProcess } from './engine-processes.ts';
import { answersPing } from './ping.ts';
import type { XtablesProgram } from './requirements.ts';

/** A first start on a slow disk takes 20 s; after this it is not slow but stuck. */
const answerDeadlineMs = 60_000;
const pingMs = 25;

/** containerd or dockerd did not come up. `detail` is the end of their own words. */
export class NativeEngineError extends Error {
  readonly reason: 'daemon-exited' | 'api-silent' | 'folder-in-use';
  readonly detail: string;

  constructor(reason: NativeEngineError['reason'], detail: string) {
    super(`${reason}: ${detail}`);
    this.name = 'NativeEngineError';
    this.reason = reason;
    this.detail = detail;
  }
}

export interface StartedDaemons {
  readonly dockerd: EngineProcess;
  readonly containerd: EngineProcess;
  /** Whether dockerd ran before. */
  readonly wasRunning: boolean;
  /** Where in the log this start begins. */
  readonly logStart: number;
}

/** Starts containerd and dockerd, or finds them running; answers before dockerd's API does. */
export async function startDaemons(
  bundle: Bundle,
  layout: EngineLayout,
  xtables: XtablesProgram,
  log: Log,
  signal: AbortSignal,
): Promise<StartedDaemons> {
  for (const dir of [layout.dataRootDir, layout.containerdRootDir, layout.execRootDir, layout.containerdStateDir]) {
    await mkdir(dir, { recursive: true, mode: 0o700 });
  }
  const rival = findRival(layout);
  if (rival !== null) {
    const detail = `Process ${rival.pid} uses ${layout.dataRootDir} or ${layout.execRootDir}, but not both`;
    throw new NativeEngineError('folder-in-use', detail);
  }
  const logStart = await sizeOf(layout.logFile);
  const containerd = await ensureContainerd(bundle, layout, signal);
  const running = findDockerd(layout);
  if (running !== null) return { dockerd: running, containerd, wasRunning: true, logStart };
  const files = toBundleFiles(bundle);
  const bridge = await claimBridge({ busybox: files.busybox, owner: layout.owner, signal });
  await writeLiveRestore(layout, true, log);
  // No dockerd of this engine runs: what a killed one left behind is in the way of the next.
  await rm(layout.pidFile, { force: true });
  await rm(layout.socketPath, { force: true });
  signal.throwIfAborted();
  const dockerd = await spawnIntoLog(
    [files.dockerd, ...toDockerdArguments(layout, bridge, files)],
    toDaemonEnvironment(bundle, bridge, xtables),
    layout.logFile,
  );
  return { dockerd, containerd, wasRunning: false, logStart };
}

/** Starts containerd where it does not run. Its containers' shims outlive it and are found again. */
export async function ensureContainerd(
  bundle: Bundle,
  layout: EngineLayout,
  signal: AbortSignal,
): Promise<EngineProcess> {
  const running = findContainerd(layout);
  if (running !== null) return running;
  await writeFileAtomically(layout.containerdConfigFile, toContainerdConfig(layout));
  signal.throwIfAborted();
  return spawnIntoLog(
    [
      path.join(bundle.rootDir, 'usr/bin/containerd'),
      `--config=${layout.containerdConfigFile}`,
      `--root=${layout.containerdRootDir}`,
      `--state=${layout.containerdStateDir}`,
    ],
    toBundleEnvironment(bundle),
    layout.logFile,
  );
}

/** Waits until the API answers; throws what the daemons said where one of them ends, or no answer comes in time. */
export async function waitForApi(
  layout: EngineLayout,
  { dockerd, containerd, logStart }: StartedDaemons,
  signal: AbortSignal,
): Promise<void> {
  const deadline = Date.now() + answerDeadlineMs;
  while (!(await answersPing(layout.socketPath, signal))) {
    signal.throwIfAborted();
    const isAlive = isRunning(dockerd) && isRunning(containerd);
    const reason = !isAlive ? 'daemon-exited' : Date.now() > deadline ? 'api-silent' : null;
    if (reason !== null) throw new NativeEngineError(reason, await readFailure(layout.logFile, logStart));
    await sleep(pingMs, undefined, { signal });
  }
  // Whoever can write to the socket is root: only root may.
  await chmod(layout.socketPath, 0o600);
}

function toDockerdArguments(layout: EngineLayout, bridge: Bridge, files: ReturnType<typeof toBundleFiles>): string[] {
  return [
    `--config-file=${layout.configFile}`,
    `--data-root=${layout.dataRootDir}`,
    `--exec-root=${layout.execRootDir}`,
    `--pidfile=${layout.pidFile}`,
    `--host=unix://${layout.socketPath}`,
    // Not the group docker, which is as good as root.
    '--group=root',
    // Berth's own: without it dockerd would take a containerd of the system and share its containers' names with it.
    `--containerd=${layout.containerdSocketPath}`,
    `--bridge=${bridge.name}`,
    `--default-address-pool=base=${bridge.poolBase},size=24`,
    `--init-path=${files.init}`,
  ];
}

function toDaemonEnvironment(bundle: Bundle, bridge: Bridge, xtables: XtablesProgram): Record<string, string> {
  const env = toBundleEnvironment(bundle);
  for (const name of ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy', 'TMPDIR']) {
    const value = process.env[name];
    if (value !== undefined) env[name] = value;
  }
  return { ...env, BERTH_CHAINS: bridge.chains, BERTH_XTABLES: xtables };
}

function toContainerdConfig(layout: EngineLayout): string {
  // A JSON string is a TOML string too. `opt` would make /opt/containerd; cri and nri are for Kubernetes.
  return `version = 2
disabled_plugins = ["io.containerd.grpc.v1.cri", "io.containerd.internal.v1.opt", "io.containerd.nri.v1.nri"]

[debug]
  level = "warn"

[grpc]
  address = ${JSON.stringify(layout.containerdSocketPath)}

[ttrpc]
  address = ${JSON.stringify(`${layout.containerdSocketPath}.ttrpc`)}
`;
}

/** Starts a program that outlives this process, with the log as its output. */
async function spawnIntoLog(
  [program, ...args]: [string, ...string[]],
  env: Record<string, string>,
  logFile: string,
): Promise<EngineProcess> {
  const log = await openEngineLog(logFile);
  try {
    const child = spawn(program, args, { detached: true, stdio: ['ignore', log.fd, log.fd], env, cwd: '/' });
    await new Promise((resolve, reject) => {
      child.once('spawn', resolve);
      child.once('error', reject);
    });
    child.unref();
    const pid = child.pid ?? 0;
    // Null where it ended at once: then no start time fits, and it counts as ended.
    return { pid, startTime: startTimeOf(pid) ?? '' };
  } finally {
    await log.close();
  }
}
