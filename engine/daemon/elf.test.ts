import { access, readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toEnginePaths } from '../platform/paths.ts';
import { toBundleFiles } from './bundle/bundle-files.ts';
import { readLinkage } from './elf.ts';
import { ensureBundlePart, readEngineBundle } from './engine-bundle.ts';

const { cacheDir } = toEnginePaths(process.env);

test('the loader and libraries of a program that is linked to them, and of a library', async () => {
  const bundle = await ensureBundlePart('registry', cacheDir, new AbortController().signal);
  const program = readLinkage(await readFile(toBundleFiles(bundle).registry));
  expect(program.needed).toContain('libc.so.6');
  await access(program.interpreter ?? '');
  const loader = readLinkage(await readFile(program.interpreter ?? ''));
  expect(loader).toEqual({ interpreter: null, needed: [] });
});

test('a static program needs nothing', async () => {
  const bundle = await readEngineBundle(cacheDir);
  if (bundle === null) throw new Error('No engine for this machine');
  const { busybox } = toBundleFiles(bundle);
  expect(readLinkage(await readFile(busybox))).toEqual({ interpreter: null, needed: [] });
});

test('what is no such file is refused, and a damaged one ends', () => {
  expect(() => readLinkage(Buffer.from('#!/bin/sh\n'))).toThrow('Not a 64-bit');
  const head = Buffer.from([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 60, maxLength: 400 }), (rest) => {
      try {
        return Array.isArray(readLinkage(Buffer.concat([head, rest])).needed);
      } catch (error) {
        return error instanceof RangeError;
      }
    }),
  );
});
