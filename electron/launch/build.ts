import { mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { build as esbuild, type BuildOptions } from 'esbuild';
import { build as viteBuild, type PluginOption } from 'vite';
import { fingerprint, type Part, readIfThere, stampPath, staleParts } from './fingerprint.mjs';
import { slimDockerode, slimZod } from './slim.ts';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export type { Part };

/** A build of all of Berth for one runtime. */
export interface Variant {
  /** Becomes the app's folder: package.json, engine/, electron/ and renderer/ in it. */
  readonly outDir: string;
  /** esbuild target of service and shell. */
  readonly nodeTarget: string;
  /** Put before everything else in service and shell; empty for none. */
  readonly banner: string;
  /** esbuild and Lightning CSS target of the page; null leaves the page's own configuration alone. */
  readonly pageTarget: string | null;
  readonly pagePlugins: readonly PluginOption[];
  /** Files outside the usual sources that this variant is made from, relative to the project's root. */
  readonly extraSources: readonly string[];
}

/** What ships: Electron 45 and Node 24. */
export const product: Variant = {
  outDir: join(root, 'dist'),
  nodeTarget: 'node24',
  banner: '',
  pageTarget: null,
  pagePlugins: [],
  extraSources: [],
};

// Bundles are CommonJS, where import.meta is empty; the sources are modules and may use it.
const importMeta = "const __moduleUrl = require('node:url').pathToFileURL(__filename).href;";

function bundleOptions(variant: Variant): BuildOptions {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: variant.nodeTarget,
    outExtension: { '.js': '.cjs' },
    minifySyntax: true,
    minifyWhitespace: true,
    // Node prints the line where an error was thrown: it must not be the whole bundle.
    lineLimit: 160,
    sourcemap: 'linked',
    sourcesContent: false,
    legalComments: 'none',
    external: ['electron', 'cpu-features', '*.node'],
    banner: { js: `${variant.banner}${importMeta}` },
    define: {
      'import.meta.url': '__moduleUrl',
      'import.meta.dirname': '__dirname',
      'import.meta.filename': '__filename',
    },
    plugins: [slimDockerode, slimZod],
    logLevel: 'warning',
  };
}

/** esbuild options of the engine service: `serve` for Node, `utility` for Electron. */
export function serviceOptions(variant: Variant): BuildOptions {
  return {
    ...bundleOptions(variant),
    entryPoints: {
      serve: 'engine/host/serve.ts',
      utility: 'engine/host/utility.ts',
      // Threads of both; `engine/logs/threads/start-thread.ts` looks for them beside the bundle.
      'log-worker': 'engine/logs/threads/log-worker.ts',
      'search-worker': 'engine/logs/threads/search-worker.ts',
    },
    outdir: join(variant.outDir, 'engine'),
  };
}

/** esbuild options of the shell: main process and preload, which is sandboxed and gets no banner. */
export function shellOptions(variant: Variant): BuildOptions[] {
  const main = { ...bundleOptions(variant), outdir: join(variant.outDir, 'electron') };
  return [
    { ...main, entryPoints: ['electron/main.ts'] },
    { ...main, entryPoints: ['electron/preload/preload.ts'], banner: {}, define: {} },
  ];
}

async function buildPage(variant: Variant): Promise<void> {
  // Built beside and then exchanged, so that a Berth that is serving the old page never sees half of one.
  const outDir = join(variant.outDir, 'renderer');
  const fresh = `${outDir}.new`;
  const old = `${outDir}.old`;
  await viteBuild({
    root: join(root, 'renderer'),
    configFile: join(root, 'renderer/vite.config.ts'),
    logLevel: 'error',
    plugins: [...variant.pagePlugins],
    build: {
      outDir: fresh,
      emptyOutDir: true,
      ...(variant.pageTarget === null ? {} : { target: variant.pageTarget, cssTarget: variant.pageTarget }),
    },
  });
  await rm(old, { recursive: true, force: true });
  await rename(outDir, old).catch((error: unknown) => {
    if (!isNotFound(error)) throw error; // the first build has nothing to move away
  });
  await rename(fresh, outDir);
  await rm(old, { recursive: true, force: true });
}

/** The manifest that makes the folder an Electron app, also for packaging. */
async function writeManifest(variant: Variant): Promise<void> {
  const { name, version, description, license } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
  const manifest = { name, productName: 'Berth', version, description, license, main: 'electron/main.cjs' };
  await writeFile(join(variant.outDir, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function buildPart(variant: Variant, part: Part): Promise<void> {
  switch (part) {
    case 'service':
      await esbuild(serviceOptions(variant));
      return;
    case 'shell':
      await Promise.all([...shellOptions(variant).map((options) => esbuild(options)), writeManifest(variant)]);
      return;
    case 'page':
      await buildPage(variant);
      return;
  }
}

/** Builds those parts whose sources changed since their last build in this variant. Two callers at once take turns. */
export async function buildStale(variant: Variant, parts: readonly Part[]): Promise<void> {
  await mkdir(join(variant.outDir, '.built'), { recursive: true });
  await using building = new AsyncDisposableStack();
  building.use(await takeLock(join(variant.outDir, '.built', 'lock')));
  const stale = staleParts(root, variant.outDir, parts, variant.extraSources);
  await Promise.all(
    stale.map(async (part) => {
      // Taken before the build: what changes while it runs makes it old again.
      const made = fingerprint(root, part, variant.extraSources);
      await buildPart(variant, part);
      await writeFile(stampPath(variant.outDir, part), made);
    }),
  );
}

/** A file that names the process which builds; the lock of a process that is gone counts for nothing. */
async function takeLock(path: string): Promise<AsyncDisposable> {
  for (;;) {
    try {
      const file = await open(path, 'wx');
      await file.writeFile(String(process.pid));
      await file.close();
      return { [Symbol.asyncDispose]: () => rm(path, { force: true }) };
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
    const owner = Number(readIfThere(path));
    if (owner > 0 && !isAlive(owner)) await rm(path, { force: true });
    else await sleep(100);
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function isPart(text: string): text is Part {
  return text === 'service' || text === 'shell' || text === 'page';
}

if (import.meta.main) {
  const parts = process.argv.slice(2).filter(isPart);
  await buildStale(product, parts.length > 0 ? parts : ['service', 'shell', 'page']);
}
