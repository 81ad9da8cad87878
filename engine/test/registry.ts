import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { findDebianMirror, readAptSources } from '../daemon/bundle/debian-sources.ts';
import { fetchBundle } from '../daemon/bundle/fetch-bundle.ts';
import type { BundleManifest } from '../daemon/bundle/manifest.ts';
import { readOsRelease } from '../daemon/bundle/os-release.ts';
import { toDebianArchitecture } from '../daemon/native/requirements.ts';
import { toEnginePaths } from '../platform/paths.ts';

const startMs = 15_000;

/** A real registry of images on this machine, spoken to without TLS. */
export interface Registry extends AsyncDisposable {
  /** Such as `127.0.0.1:40123`, which begins the names of its images. */
  readonly address: string;
  readonly url: string;
}

/** Starts Debian's docker-registry with an empty store on a free loopback port; disposing it removes both. */
export async function startRegistry(): Promise<Registry> {
  const program = await fetchRegistryProgram();
  const dir = await mkdtemp(path.join(tmpdir(), 'berth-registry-'));
  const configFile = path.join(dir, 'config.json');
  // YAML takes JSON.
  const config = {
    version: 0.1,
    log: { level: 'info', formatter: 'json', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: path.join(dir, 'store') }, delete: { enabled: true } },
    http: { addr: '127.0.0.1:0', secret: 'tests' },
  };
  await writeFile(configFile, JSON.stringify(config));
  const child = spawn(program, ['serve', configFile], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { OTEL_TRACES_EXPORTER: 'none' },
  });
  const ended = once(child, 'exit');
  const said: string[] = [];
  const lines = createInterface(child.stderr);
  const port = new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      said.push(line);
      const found = /listening on 127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const stop = async (): Promise<void> => {
    // Ended here, and nobody holds an image half written: the store goes too.
    child.kill('SIGKILL');
    await ended;
    await rm(dir, { recursive: true, force: true });
  };
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), startMs);
  try {
    const started = await Promise.race([port, ended.then(() => null), once(late.signal, 'abort').then(() => null)]);
    if (started === null) throw new Error(`The registry did not start:\n${said.join('\n')}`);
    const address = `127.0.0.1:${started}`;
    return { address, url: `http://${address}`, [Symbol.asyncDispose]: stop };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function fetchRegistryProgram(): Promise<string> {
  const { id, versionId, codename } = await readOsRelease();
  const architecture = toDebianArchitecture(process.arch);
  if (architecture === null) throw new Error(`No docker-registry for ${process.arch}`);
  const manifest: BundleManifest = {
    id: `test-registry-${id}-${versionId}-${architecture}`,
    architecture,
    sources: [{ suite: codename, packages: [{ name: 'docker-registry', tried: '2.8.3+ds1-2+b8' }] }],
  };
  const bundle = await fetchBundle(manifest, {
    cacheDir: toEnginePaths(process.env).cacheDir,
    findMirror: async () => {
      const mirror = findDebianMirror(await readAptSources('/etc/apt'), codename);
      if (mirror === null) throw new Error('No Debian mirror in /etc/apt');
      return mirror;
    },
    onProgress: () => undefined,
    signal: new AbortController().signal,
  });
  return path.join(bundle.rootDir, 'usr/bin/docker-registry');
}
