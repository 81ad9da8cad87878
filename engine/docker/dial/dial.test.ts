import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { atSocket } from '../../test/at-socket.ts';
import { dial } from './dial.ts';

const { signal } = new AbortController();
let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'dial-'));
  onTestFinished(() => rm(dir, { recursive: true }));
});

async function listen(onClient: (client: Socket) => void): Promise<string> {
  const server = createServer(onClient);
  const file = path.join(dir, 'd.sock');
  server.listen(file);
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return file;
}

test('both directions of a connection work, and reads go into the buffer of the caller', async () => {
  const file = await listen((client) => client.pipe(client));
  const parts: string[] = [];
  const { promise: isWhole, resolve } = Promise.withResolvers<void>();
  const buffer = Buffer.alloc(4);
  const socket = await dial(atSocket(file), signal, {
    buffer,
    callback: (length) => {
      parts.push(buffer.toString('latin1', 0, length));
      if (parts.join('') === '0123456789') resolve();
      return true;
    },
  });
  socket.write('0123456789');
  await isWhole;
  expect(parts.length).toBeGreaterThan(2);
  socket.destroy();
});

test.each([
  ['a missing socket', 'unreachable', async () => path.join(dir, 'missing')],
  [
    'a file that nobody listens at',
    'unreachable',
    async () => {
      const file = path.join(dir, 'left');
      await writeFile(file, '');
      return file;
    },
  ],
])('dialing %s is %s', async (_, code, makePath) => {
  await expect(dial(atSocket(await makePath()), signal)).rejects.toMatchObject({ name: 'EngineError', code });
});

test('an abort while dialing destroys the socket', async () => {
  const ends: Promise<unknown>[] = [];
  const file = await listen((client) => {
    client.resume();
    ends.push(once(client, 'close'));
  });
  const stop = new AbortController();
  const dialing = dial(atSocket(file), stop.signal);
  stop.abort();
  await expect(dialing).rejects.toMatchObject({ code: 'cancelled' });
  // The server accepts in order: once this one is open, the aborted one was accepted, or never will be.
  const other = await dial(atSocket(file), signal);
  other.destroy();
  await expect.poll(() => ends.length).toBeGreaterThan(0);
  await Promise.all(ends);
});

test('a signal that has aborted opens nothing; a deadline is a timeout', async () => {
  const file = await listen(() => expect.unreachable());
  await expect(dial(atSocket(file), AbortSignal.abort())).rejects.toMatchObject({ code: 'cancelled' });
  const late = AbortSignal.abort(new DOMException('late', 'TimeoutError'));
  await expect(dial(atSocket(file), late)).rejects.toMatchObject({ code: 'timeout' });
});
