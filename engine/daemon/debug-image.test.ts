import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { toEnginePaths } from '../platform/paths.ts';
import { buildDebugImage } from './debug-image.ts';

const { signal } = new AbortController();
const fetchMs = 120_000;

test(
  "beside somebody else's engine its tools alone are fetched, and make the same image",
  async () => {
    const cacheDir = await mkdtemp(path.join(tmpdir(), 'berth-debug-'));
    onTestFinished(() => rm(cacheDir, { recursive: true }));
    const alone = await buildDebugImage(cacheDir, 'berth/debug:1', signal);
    const fromBundle = await buildDebugImage(toEnginePaths(process.env).cacheDir, 'berth/debug:1', signal);
    expect(alone.equals(fromBundle)).toBe(true);
  },
  fetchMs,
);
