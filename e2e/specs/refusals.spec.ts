import { randomBytes } from 'node:crypto';
import { ask, askForSocket, askRaw, closeCodeOf } from '../fixtures/raw-socket.ts';
import { createRpcClient } from '../fixtures/rpc-client.ts';
import { expect, test } from '../fixtures/test.ts';

// Who may connect does not depend on an engine: there is none at this socket.
test.use({ engineSocket: async ({ folder }, use) => use(`${folder}/none.sock`) });

test.describe('what is not Berth’s own page', () => {
  test.afterEach(async ({ service }) => {
    const answer = await askForSocket(service);
    if (answer.kind !== 'open') throw new Error('The service does not answer its own page any more.');
    await createRpcClient(answer.socket, service.engineId).settings.read();
    answer.socket.terminate();
  });

  for (const token of ['wrong-token-of-a-stranger', '', 'x'.repeat(5000)])
    test(`is refused with the token '${token.slice(0, 30)}'`, async ({ service }) => {
      const protocols = token === '' ? ['berth.v1'] : ['berth.v1', `token.${token}`];
      expect(await askForSocket(service, { protocols })).toEqual({ kind: 'refused', status: 401 });
      await expect.poll(() => service.log()).toContain('wrong token');
      expect(await service.log()).not.toContain(service.token);
    });

  for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1', 'http://127.0.0.1.evil.example'])
    test(`is refused from the Origin ${origin}`, async ({ service }) => {
      expect(await askForSocket(service, { origin })).toEqual({ kind: 'refused', status: 403 });
      await expect.poll(() => service.log()).toContain('foreign Origin');
    });

  test('is refused under a foreign Host, which a name that leads here would send', async ({ service }) => {
    const host = `evil.example:${service.port}`;
    expect(await askForSocket(service, { host, origin: `http://${host}` })).toEqual({ kind: 'refused', status: 403 });
    expect((await ask(service, '/', { host })).status).toBe(403);
    await expect.poll(() => service.log()).toContain('foreign Host');
  });

  test('is refused with another protocol, and on another path', async ({ service }) => {
    expect(await askForSocket(service, { protocols: [`token.${service.token}`] })).toMatchObject({ status: 403 });
    expect(await askForSocket(service, { path: '/elsewhere' })).toMatchObject({ status: 403 });
  });

  test('is answered 400 where it names no path, and leaves the service alive', async ({ service }) => {
    for (const path of ['//', '//a:99999/', '/\\\\a', '*', 'http://evil.example/rpc', '///rpc', 'rpc']) {
      expect(await askRaw(service, `GET ${path} HTTP/1.1`), path).toMatch(/^HTTP\/1\.1 400 /);
      const upgrade = 'Connection: Upgrade\r\nUpgrade: websocket';
      expect(await askRaw(service, `GET ${path} HTTP/1.1\r\n${upgrade}`), path).toMatch(/^HTTP\/1\.1 400 /);
    }
  });

  test('learns under a foreign Host which address is right, and no token', async ({ service }) => {
    const { body } = await ask(service, '/', { host: `localhost.evil.example:${service.port}` });
    expect(body).toBe(`Berth answers at http://127.0.0.1:${service.port}/ only. Open that address.\n`);
  });

  test('gets no file from outside the page’s folder', async ({ service }) => {
    for (const path of [
      '/../../package.json',
      '/..%2f..%2fpackage.json',
      '/%2e%2e/engine/serve.cjs',
      '/assets/%00',
      '/%zz',
    ])
      expect((await ask(service, path)).status, path).toBe(404);
  });
});

test.describe('a malformed message', () => {
  const messages: readonly [string, string | Buffer][] = [
    ['no JSON', '{{{'],
    ['another JSON', '{"hello":"world"}'],
    ['a number', '42'],
    ['nothing', ''],
    ['a procedure that is not there', '{"i":1,"p":{"u":"/__proto__/constructor"}}'],
    ['a call without a request', '{"i":"1"}'],
    ['a call without a path', '{"i":"1","p":{}}'],
    ['a call whose path is a number', '{"i":"1","p":{"u":5}}'],
    ['a call of another site', '{"i":"1","p":{"u":"http://evil.example/x"}}'],
    ['a call with headers', '{"i":"1","p":{"u":"/engine/settings","h":{"content-disposition":"x"}}}'],
    ['a stream', '{"i":"1","t":3,"p":{"e":"message"}}'],
    ['an unknown type', '{"i":"1","t":9}'],
    ['bytes that no call names', Buffer.from('\0\0\0\u0002{}bytes')],
    ['binary noise', randomBytes(4096)],
    ['deep nesting', '['.repeat(200_000)],
  ];
  for (const [name, message] of messages)
    test(`(${name}) is refused and logged, and leaves the service alive`, async ({ service }) => {
      const bad = await askForSocket(service);
      if (bad.kind !== 'open') throw new Error('The connection was refused.');
      const closed = closeCodeOf(bad.socket);
      bad.socket.send(message);
      // 1008: the message breaks the rules of the one who got it (RFC 6455, 7.4.1).
      expect(await closed).toBe(1008);
      await expect.poll(() => service.log()).toContain('malformed message');
      const good = await askForSocket(service);
      if (good.kind !== 'open') throw new Error('The connection was refused.');
      await createRpcClient(good.socket, service.engineId).settings.read();
      expect(service.isAlive).toBe(true);
      good.socket.terminate();
    });

  test('that is too big ends its own connection, and is logged', async ({ service }) => {
    const bad = await askForSocket(service);
    if (bad.kind !== 'open') throw new Error('The connection was refused.');
    bad.socket.send(Buffer.alloc(9 * 1024 * 1024, 'x'));
    expect(await closeCodeOf(bad.socket)).toBe(1009);
    await expect.poll(() => service.log()).toMatch(/invalid WebSocket message|payload/i);
  });

  test('with input that the contract forbids is refused by name, and logged', async ({ service }) => {
    const answer = await askForSocket(service);
    if (answer.kind !== 'open') throw new Error('The connection was refused.');
    const client = createRpcClient(answer.socket, service.engineId);
    await expect(client.containers.start({ id: '../../info' })).rejects.toMatchObject({ code: 'invalid' });
    await expect(client.logs.open({ containers: ['../../info'] })).rejects.toMatchObject({ code: 'invalid' });
    await expect.poll(() => service.log()).toContain('containers.start');
    answer.socket.terminate();
  });
});

test('the page’s address gives its files with a strict policy', async ({ service }) => {
  const { status, headers } = await ask(service, '/');
  expect(status).toBe(200);
  const policy = String(headers['content-security-policy']);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self'");
  expect(policy).toContain("frame-ancestors 'none'");
  expect(policy).not.toContain('unsafe-');
  expect(headers['x-content-type-options']).toBe('nosniff');
});
