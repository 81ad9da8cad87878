import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findConnections, parseConnection, readContexts } from './find-connections.ts';

let home: string;
const servers: Server[] = [];
const bundled = { kind: 'unix', path: '/nowhere/docker.sock' } as const;

beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'bf-'));
});

afterEach(async () => {
  for (const server of servers.splice(0)) server.close();
  await rm(home, { recursive: true, force: true });
});

async function writeContext(name: string, text: string): Promise<void> {
  const dir = path.join(home, '.docker/contexts/meta', createHash('sha256').update(name).digest('hex'));
  await mkdir(dir, { recursive: true });
  await writeFile(path.join(dir, 'meta.json'), text);
}

const meta = (name: string, host: string) =>
  JSON.stringify({ Name: name, Metadata: {}, Endpoints: { docker: { Host: host } } });

async function listenAt(socketPath: string): Promise<string> {
  await mkdir(path.dirname(socketPath), { recursive: true });
  const server = createServer();
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(socketPath, resolve);
  });
  return socketPath;
}

test('reads the contexts that the docker CLI wrote, and passes over what it cannot use', async () => {
  await writeContext('here', meta('here', 'unix:///x/docker.sock'));
  await writeContext('away', meta('away', 'tcp://10.0.0.1:2376'));
  await writeContext('torn', '{"Name":');
  await writeContext('odd', '[]');
  expect(await readContexts({ HOME: home })).toEqual([
    { id: 'context:here', kind: 'context', name: 'here', endpoint: 'unix:///x/docker.sock' },
  ]);
  expect(await readContexts({ HOME: '/nowhere' })).toEqual([]);
});

test('offers each socket once, by its context where it has one', async () => {
  const socketPath = await listenAt(path.join(home, '.docker/run/docker.sock'));
  await symlink(socketPath, path.join(home, 'docker.sock'));
  await writeContext('mine', meta('mine', `unix://${home}/docker.sock`));
  const found = await findConnections({ HOME: home, XDG_RUNTIME_DIR: path.join(home, 'none') }, bundled);
  expect(found.filter(({ endpoint }) => endpoint.includes(home)).map(({ id }) => id)).toEqual(['context:mine']);
});

test('never offers the bundled engine a second time, by its context or by a link to its socket', async () => {
  const socketPath = await listenAt(path.join(home, 'own.sock'));
  await symlink(socketPath, path.join(home, 'link.sock'));
  await writeContext('berth', meta('berth', `unix://${socketPath}`));
  await writeContext('linked', meta('linked', `unix://${home}/link.sock`));
  const found = await findConnections({ HOME: home }, { kind: 'unix', path: socketPath });
  expect(found.filter(({ endpoint }) => endpoint.includes(home))).toEqual([]);
});

test('takes a path, an address, an id or a context name', async () => {
  await writeContext('mine', meta('mine', 'unix:///x.sock'));
  const env = { HOME: home };
  expect(await parseConnection('/run/docker.sock', env)).toMatchObject({ id: 'socket:/run/docker.sock' });
  expect(await parseConnection('unix:///run/docker.sock', env)).toMatchObject({ id: 'socket:/run/docker.sock' });
  expect(await parseConnection('socket:/run/docker.sock', env)).toMatchObject({ endpoint: 'unix:///run/docker.sock' });
  expect(await parseConnection('mine', env)).toMatchObject({ id: 'context:mine', endpoint: 'unix:///x.sock' });
  expect(await parseConnection('context:mine', env)).toMatchObject({ id: 'context:mine' });
  expect(await parseConnection('bundled', env)).toMatchObject({ kind: 'bundled' });
  await expect(parseConnection('other', env)).rejects.toMatchObject({ code: 'not-found' });
});
