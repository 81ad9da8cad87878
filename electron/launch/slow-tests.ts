import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A file of tests at full scale, named `*.slow.*`, and the folders and files that can make them fail. A small variant of each runs always. */
export interface SlowTests {
  readonly file: string;
  readonly covers: readonly string[];
}

/** How many commits count as new where git knows no other main to compare with, as in a fresh clone. */
const newCommits = 10;
const gitWithinMs = 10_000;

export const slowTests: readonly SlowTests[] = [
  {
    file: 'engine/services/many-images.slow.test.ts',
    covers: ['engine/docker', 'engine/mirror', 'engine/services', 'package-lock.json'],
  },
  {
    file: 'e2e/attacks/raw-fuzz.slow.test.ts',
    covers: ['e2e/attacks', 'engine/connections', 'engine/host', 'package-lock.json'],
  },
  {
    file: 'e2e/specs/terminal-flood.slow.spec.ts',
    covers: ['engine/terminals', 'renderer/terminal', 'e2e/journeys', 'package-lock.json'],
  },
];

/** Those that a run may leave out: nothing that they cover is among the changed files. None where `changed` is null: nobody knows. */
export function findUnneeded(all: readonly SlowTests[], changed: readonly string[] | null): readonly string[] {
  if (changed === null) return [];
  const isTouched = (part: string) => changed.some((file) => file === part || file.startsWith(`${part}/`));
  return all.filter(({ file, covers }) => ![file, ...covers].some(isTouched)).map(({ file }) => file);
}

/**
 * Files below `root` that differ from what main's upstream has, changes without a commit and new files among them; in a clone that is no further than
 * it, from ten commits before. Null where git cannot tell, as without a repository or with a shorter history.
 */
export async function readChangedFiles(root: string): Promise<readonly string[] | null> {
  const git = async (...args: readonly string[]): Promise<string> =>
    (await run('git', ['-C', root, ...args], { timeout: gitWithinMs, maxBuffer: 64 * 1024 * 1024 })).stdout;
  try {
    const head = await git('rev-parse', 'HEAD');
    const shared = await git('merge-base', 'HEAD', 'main@{upstream}').catch(() => head);
    const base = shared === head ? `HEAD~${newCommits}` : shared.trim();
    const lists = [
      await git('diff', '--name-only', '--relative', '-z', base),
      await git('ls-files', '--others', '--exclude-standard', '-z'),
    ];
    return lists.flatMap((list) => list.split('\0')).filter((file) => file !== '');
  } catch {
    // The slow tests then run.
    return null;
  }
}
