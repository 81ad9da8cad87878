// @ts-check
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {'service' | 'shell' | 'page'} Part */

/**
 * What each part of the build is made from, relative to the project's root.
 * @type {Readonly<Record<Part, readonly string[]>>}
 */
export const sources = {
  service: ['engine'],
  shell: ['electron', 'engine/contract'],
  page: ['renderer', 'engine/contract', 'engine/commands'],
};

/** Changes in these make every part old. */
const shared = ['package-lock.json', 'tsconfig.json', 'electron/launch/build.ts', 'electron/launch/slim.ts'];

/** Inside a source folder, but never inside a bundle. */
const ignored = /(\.test\.tsx?|\.md|tsconfig\.json)$|\/test\/|^electron\/(launch|packaging)\//u;

/**
 * A hash over name, size and time of every source file of a part, which changes whenever the part must be built again. Contents are not
 * read: 300 files cost 10 ms this way, which is what keeps a second start short.
 * @param {string} root the project's folder
 * @param {Part} part
 * @param {readonly string[]} extra more files that this build depends on
 */
export function fingerprint(root, part, extra = []) {
  const hash = createHash('sha256');
  for (const source of [...sources[part], ...shared, ...extra]) {
    for (const path of filesOf(root, source)) {
      if (path !== source && ignored.test(path)) continue;
      const stat = statSync(join(root, path), { throwIfNoEntry: false });
      hash.update(`${path}\0${stat?.size}\0${stat?.mtimeMs}\n`);
    }
  }
  return hash.digest('hex');
}

/**
 * @param {string} root
 * @param {string} path a file or a folder, relative to root
 * @returns {string[]}
 */
function filesOf(root, path) {
  if (!statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory()) return [path];
  return readdirSync(join(root, path), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();
}

/**
 * Where a build notes what it was made from.
 * @param {string} outDir
 * @param {Part} part
 */
export function stampPath(outDir, part) {
  return join(outDir, '.built', part);
}

/**
 * Those of `parts` whose build in `outDir` is missing or was made from other sources.
 * @param {string} root
 * @param {string} outDir
 * @param {readonly Part[]} parts
 * @param {readonly string[]} extra
 */
export function staleParts(root, outDir, parts, extra = []) {
  return parts.filter((part) => readIfThere(stampPath(outDir, part)) !== fingerprint(root, part, extra));
}

/**
 * The text of a file, or null where there is none.
 * @param {string} path
 */
export function readIfThere(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
