import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { BundledEngine } from '../daemon/bundled-engine.ts';
import { toBundleFiles } from '../daemon/bundle/bundle-files.ts';
import { isAlive, withFileLock } from '../daemon/file-lock.ts';
import {
  findContainerd,
  findDockerd,
  findShims,
  signalIfRunning,
  waitForEnd,
} from '../daemon/native/engine-processes.ts';
import { toEngineLayout } from '../daemon/native/engine-layout.ts';
import type { EngineLayout } from '../daemon/native/engine-layout.ts';
import { parseMountInfo } from '../daemon/native/requirements.ts';
import { toBusyboxEntries } from '../daemon/welcome/busybox-entries.ts';
import { buildImageArchive } from '../daemon/welcome/image-archive.ts';
import type { ImageConfig, ImageEntry } from '../daemon/welcome/image-archive.ts';
import { loadImage } from '../daemon/welcome/load-image.ts';
import { toEnginePaths } from '../platform/paths.ts';
import type { EnginePaths } from '../platform/paths.ts';
import { runProgram, startTimeOf } from '../platform/process.ts';

/** The image that tests run: all of busybox, and `sh` unless told. */
export const testImage = 'berth-test/busybox:latest';

const folderPrefix = 'bt-';

interface CliResult {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number;
}

interface CliOptions {
  readonly input?: string;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

interface TestImage {
  /** `berth-test/busybox:latest` unless told. */
  readonly tag?: string;
  readonly config?: ImageConfig;
  /** Files beside busybox. */
  readonly entries?: readonly ImageEntry[];
}

export interface RealDaemon extends AsyncDisposable {
  readonly engine: BundledEngine;
  readonly paths: EnginePaths;
  readonly socketPath: string;
  /** Runs the docker program of the bundle, such as `['run', '-d', testImage, 'sleep', '60']`; a failure is in `code`. */
  dockerCli(argv: readonly string[], options?: CliOptions): Promise<CliResult>;
  /** The same for what must not fail: answers what it printed, within two minutes. */
  docker(...argv: readonly string[]): Promise<string>;
  /** Loads an image made of busybox; answers its tag. */
  loadImage(image?: TestImage): Promise<string>;
  /** Ends dockerd with SIGKILL and waits until it is gone; its containers run on. */
  kill(): Promise<void>;
  /** Starts dockerd again, after `kill` or after it was stopped. */
  restart(): Promise<void>;
}

export interface RealDaemonOptions {
  /** Loads Berth's own welcome image too, as a first start does. */
  readonly welcome?: boolean;
}

/**
 * Starts the bundled engine with folders, socket, bridge and addresses of its own, and the image `berth-test/busybox`. Several may
 * run side by side. Disposing it removes all of it, and fails where a process or a mount is left.
 */
export async function startRealDaemon(options: RealDaemonOptions = {}): Promise<RealDaemon> {
  await removeLeftovers();
  const dir = await mkdtemp(path.join(tmpdir(), folderPrefix));
  await writeFile(
    path.join(dir, 'holder.json'),
    JSON.stringify({ pid: process.pid, startTime: startTimeOf(process.pid) }),
  );
  const paths = toTestPaths(dir);
  const layout = toEngineLayout(paths.dataDir, paths.runDir);
  if (options.welcome !== true) {
    await mkdir(path.dirname(layout.logFile), { recursive: true });
    await writeFile(path.join(path.dirname(layout.logFile), 'welcome-loaded'), 'not wanted\n');
  }
  const engine = new BundledEngine({ ...paths, log: pino({ level: 'silent' }) });
  const { signal } = new AbortController();
  const cliConfigDir = path.join(dir, 'docker-config');
  try {
    await engine.start(signal);
    await engine.settled();
    const daemon = toRealDaemon(dir, engine, paths, layout, cliConfigDir);
    await daemon.loadImage();
    return daemon;
  } catch (error) {
    await engine.stop();
    await rm(dir, { recursive: true, force: true });
    throw error;
  }
}

function toRealDaemon(
  dir: string,
  engine: BundledEngine,
  paths: EnginePaths,
  layout: EngineLayout,
  cliConfigDir: string,
): RealDaemon {
  const files = toBundleFiles(toBundle(engine));
  const never = new AbortController().signal;
  const dockerCli = async (argv: readonly string[], options: CliOptions = {}): Promise<CliResult> => {
    await writeCliConfig(cliConfigDir, files.cliPluginsDir);
    const { env, ...rest } = options;
    const result = await runProgram([files.cli, ...argv], {
      ...rest,
      env: {
        PATH: process.env['PATH'],
        HOME: dir,
        DOCKER_HOST: `unix://${engine.socketPath}`,
        DOCKER_CONFIG: cliConfigDir,
        ...env,
      },
      expect: 'any',
      timeoutMs: options.timeoutMs ?? 60_000,
      keepBytes: 64 * 1024 * 1024,
    });
    return { stdout: result.stdout, stderr: result.stderr, code: result.exitCode };
  };
  return {
    engine,
    paths,
    socketPath: engine.socketPath,
    dockerCli,
    async docker(...argv) {
      const { stdout, stderr, code } = await dockerCli(argv, { timeoutMs: 120_000 });
      if (code !== 0) throw new Error(`docker ${argv.join(' ')}: ${stderr}`);
      return stdout.trim();
    },
    async loadImage(image = {}) {
      const tag = image.tag ?? testImage;
      const archive = await buildImageArchive({
        tag,
        architecture: toBundle(engine).architecture,
        createdAt: new Date('2026-01-01T00:00:00Z'),
        entries: [...(await toBusyboxEntries(files.busybox, never)), ...(image.entries ?? [])],
        config: { Cmd: ['sh'], Env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin'], ...image.config },
      });
      await loadImage(engine.socketPath, archive, never);
      return tag;
    },
    async kill() {
      const dockerd = findDockerd(layout);
      if (dockerd === null) return;
      signalIfRunning(dockerd, 'SIGKILL');
      await waitForEnd(dockerd, 10_000);
    },
    async restart() {
      await engine.start(never);
    },
    async [Symbol.asyncDispose]() {
      if (findDockerd(layout) === null) await engine.start(never).catch(() => undefined);
      const { stdout } = await dockerCli(['ps', '-aq']);
      const ids = stdout.split('\n').filter((id) => id !== '');
      // A container that ignores SIGTERM would hold the end up for 10 s.
      if (ids.length > 0) await dockerCli(['rm', '-f', ...ids]);
      await engine.stop();
      const left = await findLeftovers(layout, dir);
      if (left.length > 0) throw new Error(`The engine left behind:\n${left.join('\n')}`);
      await rm(dir, { recursive: true, force: true });
    },
  };
}

/** What an engine that has stopped still has: processes and mounts. */
export async function findLeftovers(layout: EngineLayout, dir: string): Promise<string[]> {
  const processes = [findDockerd(layout), findContainerd(layout), ...findShims(layout)];
  const mounts = parseMountInfo(await readFile('/proc/self/mountinfo', 'utf8'));
  return [
    ...processes.filter((found) => found !== null).map(({ pid }) => `process ${pid}`),
    ...mounts
      .filter(({ mountPoint }) => mountPoint.startsWith(`${dir}/`))
      .map(({ mountPoint }) => `mount ${mountPoint}`),
  ];
}

/** Stops and removes the engines of tests that were killed before they could. */
async function removeLeftovers(): Promise<void> {
  const lockFile = path.join(tmpdir(), 'berth-test-leftovers.lock');
  await withFileLock(lockFile, new AbortController().signal, async () => {
    for (const name of await readdir(tmpdir())) {
      const dir = path.join(tmpdir(), name);
      if (!name.startsWith(folderPrefix) || (await isInUse(dir))) continue;
      await new BundledEngine({ ...toTestPaths(dir), log: pino({ level: 'silent' }) }).stopLeftBehind();
      await rm(dir, { recursive: true, force: true });
    }
  });
}

async function isInUse(dir: string): Promise<boolean> {
  try {
    return isAlive(JSON.parse(await readFile(path.join(dir, 'holder.json'), 'utf8')) as Parameters<typeof isAlive>[0]);
  } catch {
    // Just being made, or being removed.
    return true;
  }
}

function toTestPaths(dir: string): EnginePaths {
  return {
    dataDir: path.join(dir, 'data'),
    // Shared, so that the bundle is fetched once for all.
    cacheDir: toEnginePaths(process.env).cacheDir,
    runDir: path.join(dir, 'run'),
  };
}

function toBundle(engine: BundledEngine): NonNullable<BundledEngine['bundle']> {
  if (engine.bundle === null) throw new Error('The engine has not been started');
  return engine.bundle;
}

async function writeCliConfig(cliConfigDir: string, pluginsDir: string): Promise<void> {
  const file = path.join(cliConfigDir, 'config.json');
  await mkdir(cliConfigDir, { recursive: true });
  // Only once: `docker login` writes here too.
  await writeFile(file, JSON.stringify({ cliPluginsExtraDirs: [pluginsDir] }), { flag: 'wx' }).catch(() => undefined);
}
