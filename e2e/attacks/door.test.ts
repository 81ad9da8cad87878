import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { expect, test } from 'vitest';
import { makePrivateFolder } from '../fixtures/folders.ts';
import { BerthService } from '../fixtures/service.ts';

/** A connection whose own end stays open, whatever the service does. */
async function knock(service: BerthService, text: string): Promise<Socket> {
  const socket = connect({ port: service.port, host: '127.0.0.1', allowHalfOpen: true });
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

test('connections that a stranger keeps open do not keep the service from ending', async () => {
  await using folder = await makePrivateFolder();
  await using service = await BerthService.start({ folder: folder.path, hostEngine: `${folder.path}/none.sock` });
  const host = `Host: 127.0.0.1:${service.port}`;
  const upgrade = `${host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
  const refused = [
    await knock(service, `GET /rpc HTTP/1.1\r\n${upgrade}`),
    await knock(service, `GET // HTTP/1.1\r\n${upgrade}`),
    await knock(service, 'nonsense\r\n\r\n'),
  ];
  const waiting = [await knock(service, 'GET / HTTP/1.1\r\n'), await knock(service, '')];
  for (const socket of refused) {
    socket.resume();
    await once(socket, 'end');
  }
  await service.stop();
  expect(service.isAlive).toBe(false);
  for (const socket of [...refused, ...waiting]) socket.destroy();
});

test('a refusal that is followed by a reset leaves the service alive', async () => {
  await using folder = await makePrivateFolder();
  await using service = await BerthService.start({ folder: folder.path, hostEngine: `${folder.path}/none.sock` });
  const head = `Host: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`;
  for (let times = 0; times < 50; times += 1) {
    const socket = await knock(service, `GET /rpc HTTP/1.1\r\n${head}`);
    socket.resetAndDestroy();
  }
  const frames = Buffer.from('ff8000000000', 'hex');
  const wrong = `Host: 127.0.0.1:${service.port}\r\nOrigin: ${service.origin}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Protocol: berth.v1, token.wrong\r\n\r\n`;
  const socket = await knock(service, `GET /rpc HTTP/1.1\r\n${wrong}`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 401 /);
  socket.write(frames);
  socket.destroy();
  expect((await fetch(`http://127.0.0.1:${service.port}/`)).status).toBe(200);
});
