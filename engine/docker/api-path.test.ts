import { createServer } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EngineError } from '../platform/engine-error.ts';
import { apiPath, imageName } from './api-path.ts';
import { connectToDocker } from './connect.ts';
import { hijack } from './hijack.ts';
import { readRawStream } from './raw-stream.ts';
import { requestJson, requestNothing } from './request.ts';
import { atSocket } from '../test/at-socket.ts';

const climbing = ['', '.', '..', '/', '//', '../x', '../../etc/passwd', 'a/../b', 'a//b', './a', 'a/.', 'a/'];

test.each(climbing)('refuses %j as the name of an image', (text) => {
  expect(() => apiPath`/images/${imageName(text)}/json`).toThrow(
    expect.objectContaining({ code: 'invalid', reason: 'reference-invalid' }),
  );
});

test.each(['', '.', '..', '\ud800'])('refuses %j as an id', (text) => {
  expect(() => apiPath`/containers/${text}/json`).toThrow(expect.objectContaining({ code: 'invalid' }));
});

test('an image keeps its slashes, an id does not', () => {
  expect(apiPath`/images/${imageName('acme/api:1')}/json`).toBe('/images/acme/api:1/json');
  expect(apiPath`/containers/${'a/b?force=1#c'}`).toBe('/containers/a%2Fb%3Fforce%3D1%23c');
});

/** Null where it is refused. */
function makePath(name: string, id: string): string | null {
  try {
    return apiPath`/images/${imageName(name)}/tag/${id}`;
  } catch (error) {
    if (error instanceof EngineError) return null;
    throw error;
  }
}

test('no value leads to another path, whatever it is made of', () => {
  const piece = fc.constantFrom(
    '.',
    '..',
    '/',
    '\\',
    '%2e',
    '%2f',
    '?',
    '#',
    '\r\n',
    '\0',
    ' ',
    'a',
    'é',
    '🙂',
    '\udc00',
  );
  const value = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  );
  fc.assert(
    fc.property(value, value, (name, id) => {
      const made = makePath(name, id);
      fc.pre(made !== null);
      const { pathname, search, hash } = new URL(`http://localhost${made}`);
      expect({ pathname, search, hash }).toEqual({ pathname: made, search: '', hash: '' });
      expect(made.split('/').slice(2, -2).map(decodeURIComponent).join('/')).toBe(name);
      expect(decodeURIComponent(made.split('/').at(-1) ?? '')).toBe(id);
    }),
    { numRuns: 2_000 },
  );
});

test('a redirect of an engine is an error, wherever it points', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'bp-'));
  const socketPath = path.join(folder, 'redirecting.sock');
  let location = '';
  const followed: string[] = [];
  const elsewhere = createServer(({ url = '' }, response) => {
    followed.push(url);
    response.end('{}');
  });
  const server = createServer(({ url = '' }, response) => {
    if (url.startsWith('/version')) response.end('{"Version":"26.1.5","ApiVersion":"1.45","MinAPIVersion":"1.24"}');
    else if (url.startsWith('/info')) response.end('{}');
    else response.writeHead(301, { Location: location }).end();
  });
  try {
    await new Promise<void>((resolve) => void elsewhere.listen(0, '127.0.0.1', resolve));
    await new Promise<void>((resolve) => void server.listen(socketPath, resolve));
    const { port } = elsewhere.address() as { port: number };
    const { signal } = new AbortController();
    using connection = await connectToDocker(atSocket(socketPath), signal);
    for (location of ['/v1.45/images/json', `http://127.0.0.1:${port}/secret`, 'unix:///x', 'nonsense:', '//', '']) {
      const request = { method: 'GET', path: apiPath`/images/json`, signal } as const;
      const refused = { code: 'rejected' };
      await expect(requestJson(connection.docker, request)).rejects.toMatchObject(refused);
      await expect(requestNothing(connection.streams, { ...request, method: 'POST' })).rejects.toMatchObject(refused);
      await expect(hijack(connection.streams, { path: apiPath`/exec/${'a'}/start`, signal })).rejects.toBeInstanceOf(
        EngineError,
      );
      const raw = readRawStream(connection, {
        path: apiPath`/containers/${'a'}/logs`,
        query: {},
        ownsThread: false,
        signal,
      });
      await expect(raw.next()).rejects.toBeInstanceOf(EngineError);
    }
    expect(followed).toEqual([]);
  } finally {
    server.closeAllConnections();
    server.close();
    elsewhere.close();
    await rm(folder, { recursive: true, force: true });
  }
});
