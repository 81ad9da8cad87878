import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSameAddress, parseEndpoint, toAddressKey, toEndpoint } from './address.ts';

const absolutePath = fc
  .string({ unit: 'binary' })
  .filter((text) => !text.includes('\0'))
  .map((text) => `/${text}`);

test('an endpoint reads back as the address that it came from, and keys tell addresses apart', () => {
  fc.assert(
    fc.property(absolutePath, absolutePath, (one, other) => {
      const address = { kind: 'unix', path: one } as const;
      expect(parseEndpoint(toEndpoint(address))).toEqual(address);
      expect(structuredClone(address)).toEqual(address);
      const another = { kind: 'unix', path: other } as const;
      expect(isSameAddress(address, another)).toBe(one === other);
      expect(toAddressKey(address) === toAddressKey(another)).toBe(one === other);
    }),
  );
});

test.each([
  ['unix:///var/run/docker.sock', '/var/run/docker.sock'],
  ['unix:////twice', '//twice'],
  ['unix:///a%20b c?d#e', '/a%20b c?d#e'],
])('%s is a unix socket, its path taken as it is', (endpoint, socket) => {
  expect(parseEndpoint(endpoint)).toEqual({ kind: 'unix', path: socket });
});

test.each([
  '',
  'unix:',
  'unix://',
  'unix://docker.sock',
  'unix://@abstract',
  'unix:///nul\0l',
  'UNIX:///upper',
  ' unix:///space',
  '/var/run/docker.sock',
  'tcp://127.0.0.1:2375',
  'ssh://host',
  'npipe:////./pipe/docker_engine',
])('%j has no address', (endpoint) => {
  expect(parseEndpoint(endpoint)).toBeNull();
});

test('nothing above the Docker layer knows the path of a socket', async () => {
  const root = path.join(import.meta.dirname, '..');
  const knowing = /^(?:connections|daemon|docker|test)\/|\.test\.ts$/;
  const files = (await readdir(root, { recursive: true })).filter(
    (file) => file.endsWith('.ts') && !knowing.test(file),
  );
  const texts = await Promise.all(files.map(async (file) => readFile(path.join(root, file), 'utf8')));
  expect(files.length).toBeGreaterThan(100);
  expect(files.filter((_, place) => /socketPath/i.test(texts[place] ?? ''))).toEqual([]);
});
