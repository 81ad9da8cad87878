import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildStale, product } from '../../../electron/launch/build.ts';
import { getOlderElectron } from './older-electron.ts';
import { buildOlderVariant, olderAppDir } from './older-variant.ts';

const root = path.dirname(path.dirname(path.dirname(import.meta.dirname)));
const pinned = path.join(root, 'node_modules/electron/dist/electron');

/** A real Electron with the app built for it, or why there is none. */
export type TestElectron =
  { readonly path: string; readonly version: string; readonly appDir: string } | { readonly reason: string };

/** The pinned Electron where its binary is there, else the older one of the tests. */
export async function getTestElectron(): Promise<TestElectron> {
  if (existsSync(pinned)) {
    await buildStale(product, ['service', 'shell', 'page']);
    const version = (await readFile(path.join(path.dirname(pinned), 'version'), 'utf8')).trim().replace(/^v/u, '');
    return { path: pinned, version, appDir: product.outDir };
  }
  const older = await getOlderElectron();
  if ('reason' in older) return older;
  await buildOlderVariant();
  return { ...older, appDir: olderAppDir };
}
