import path from 'node:path';
import { build as esbuild } from 'esbuild';
import type { PluginOption } from 'vite';
import { buildStale, type Part, type Variant } from '../../../electron/launch/build.ts';

const root = path.dirname(path.dirname(path.dirname(import.meta.dirname)));

/** The app's folder of the variant that the older Electron opens. */
export const olderAppDir = path.join(root, 'dist/older');

/** One of the shims as a self-contained classic script. */
async function bundleShim(name: string, platform: 'node' | 'browser'): Promise<string> {
  const { outputFiles } = await esbuild({
    entryPoints: [path.join(import.meta.dirname, name)],
    bundle: true,
    write: false,
    format: 'iife',
    platform,
    target: platform === 'node' ? 'node16' : 'chrome108',
    minify: true,
  });
  return outputFiles[0]?.text ?? '';
}

/** Puts the shim before the page's own scripts, as a file, because the content security policy refuses inline ones. */
function pageShim(code: string): PluginOption {
  return {
    name: 'page-shim',
    transformIndexHtml: () => [{ tag: 'script', attrs: { src: './shim.js' }, injectTo: 'head-prepend' }],
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'shim.js', source: code });
    },
  };
}

/** Builds all of Berth for Electron 22, as far as its sources changed. Product code does not know of this variant. */
export async function buildOlderVariant(parts: readonly Part[] = ['service', 'shell', 'page']): Promise<void> {
  const [nodeShim, languageShim] = await Promise.all([
    bundleShim('node-shim.ts', 'node'),
    bundleShim('language-shim.ts', 'browser'),
  ]);
  const variant: Variant = {
    outDir: olderAppDir,
    nodeTarget: 'node16',
    banner: nodeShim,
    pageTarget: 'chrome108',
    pagePlugins: [pageShim(languageShim)],
    extraSources: ['e2e/electron/runtime'],
  };
  await buildStale(variant, parts);
}

if (import.meta.main) await buildOlderVariant();
