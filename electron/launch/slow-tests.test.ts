import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findUnneeded, readChangedFiles, slowTests } from './slow-tests.ts';

describe('the table of slow tests', () => {
  it('has every file that is named so, and no other', () => {
    const pattern = '{engine,renderer,electron,e2e}/**/*.slow.{test,spec}.{ts,tsx}';
    expect(slowTests.map(({ file }) => file).toSorted()).toEqual(globSync(pattern).toSorted());
  });

  it('covers folders and files that exist', () => {
    const missing = slowTests.flatMap(({ covers }) => covers).filter((part) => !existsSync(part));
    expect(missing).toEqual([]);
    expect(slowTests.filter(({ covers }) => covers.length === 0)).toEqual([]);
  });
});

describe('slow tests that are left out', () => {
  const all = [
    { file: 'a.slow.test.ts', covers: ['engine/logs', 'package.json'] },
    { file: 'b.slow.test.ts', covers: ['renderer/terminal'] },
  ];

  it('are those that cover nothing that changed', () => {
    expect(findUnneeded(all, ['engine/logs/feeds.ts'])).toEqual(['b.slow.test.ts']);
    expect(findUnneeded(all, ['engine/logs-of-others.ts', 'package.json'])).toEqual(['b.slow.test.ts']);
    expect(findUnneeded(all, ['README.md'])).toEqual(['a.slow.test.ts', 'b.slow.test.ts']);
    expect(findUnneeded(all, ['b.slow.test.ts'])).toEqual(['a.slow.test.ts']);
  });

  it('are none where nobody knows what changed', () => {
    expect(findUnneeded(all, null)).toEqual([]);
  });
});

describe('what changed', () => {
  let folder: string;
  const git = (...args: readonly string[]): void => {
    const author = ['-c', 'user.name=a', '-c', 'user.email=a@example.com', '-c', 'commit.gpgsign=false'];
    execFileSync('git', ['-C', folder, ...author, ...args], { stdio: 'pipe' });
  };
  const commit = (name: string): void => {
    writeFileSync(join(folder, name), name);
    git('add', '--all');
    git('commit', '--message', name);
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'berth-changed-'));
  });

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('is null without a repository, and with too short a history', async () => {
    expect(await readChangedFiles(folder)).toBeNull();
    git('init', '--initial-branch', 'main');
    for (let index = 0; index < 10; index++) commit(`${index}`);
    expect(await readChangedFiles(folder)).toBeNull();
  });

  it('is what the last ten commits, the working tree and new files have', async () => {
    git('init', '--initial-branch', 'main');
    for (let index = 0; index < 12; index++) commit(`${index}`);
    writeFileSync(join(folder, '0'), 'other');
    writeFileSync(join(folder, 'neü'), '');
    expect((await readChangedFiles(folder))?.toSorted()).toEqual(
      ['0', 'neü', ...Array.from({ length: 10 }, (_, index) => `${index + 2}`)].toSorted(),
    );
  });

  it('is what is ahead of main’s upstream, where something is', async () => {
    git('init', '--initial-branch', 'main');
    commit('shared');
    git('branch', 'elsewhere');
    git('branch', '--set-upstream-to', 'elsewhere');
    commit('ahead');
    expect(await readChangedFiles(folder)).toEqual(['ahead']);
  });
});
