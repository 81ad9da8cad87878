import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { debugImage, machineShell } from '../commands/terminals.ts';
import { toEnginePaths } from '../platform/paths.ts';
import { buildDebugImage } from './debug-image.ts';

const image = { tag: debugImage, machineShell };
const { signal } = new AbortController();
const fetchMs = 120_000;

test(
  "beside somebody else's engine its tools alone are fetched, and make the same image",
  async () => {
    const cacheDir = await mkdtemp(path.join(tmpdir(), 'berth-debug-'));
    onTestFinished(() => rm(cacheDir, { recursive: true }));
    const alone = await buildDebugImage(cacheDir, image, signal);
    const fromBundle = await buildDebugImage(toEnginePaths(process.env).cacheDir, image, signal);
    expect(alone.equals(fromBundle)).toBe(true);
  },
  fetchMs,
);
