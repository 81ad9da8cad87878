import type { ServiceAddress } from '../fixtures/raw-socket.ts';
import type { Random } from './random.ts';

/** What one connection sends: the bytes, in pieces if several, and how it ends. */
export interface RawInput {
  readonly pieces: readonly Buffer[];
  /** `reset` sends RST after the last piece, `half` ends its own direction and waits, `leave` closes. */
  readonly end: 'reset' | 'half' | 'leave';
}

const methods = [
  'GET',
  'HEAD',
  'POST',
  'PUT',
  'OPTIONS',
  'CONNECT',
  'TRACE',
  'PRI',
  'get',
  '',
  'G\0T',
  'A'.repeat(300),
];
const targets = [
  '/',
  '//',
  '//a:99999/',
  '/rpc',
  '/rpc?x',
  '/rpc/',
  '/RPC',
  '*',
  '',
  '/%',
  '/%zz',
  '/%00',
  '/\\',
  '/\\\\evil',
  '/token',
  'http://evil.example/',
  'http://[::1',
  'http://a:99999/rpc',
  'ws://127.0.0.1/rpc',
  'rpc',
  '/..',
  '/../..',
  '/%2e%2e/x',
  '/#',
  '/?',
  '/@',
  '/:',
  '/;',
  '/\u00e9',
  '/\ud83d\ude42',
  `/${'a'.repeat(9_000)}`,
  '/assets/',
  'file:///etc/passwd',
];
const versions = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/2.0', 'HTTP/9.9', 'HTTP/1.1 ', '', 'RTSP/1.0', 'HTTP/1.1\0'];
const oddValues = [
  '',
  ' ',
  '\0',
  'null',
  '0',
  '-1',
  '1e9',
  'chunked',
  'identity',
  'é',
  '🙂',
  'x'.repeat(7_000),
  ',,,',
  'a\tb',
];
const oddHeaders = [
  'Host',
  'Origin',
  'Connection',
  'Upgrade',
  'Content-Length',
  'Transfer-Encoding',
  'Sec-WebSocket-Key',
  'Sec-WebSocket-Version',
  'Sec-WebSocket-Protocol',
  'Sec-WebSocket-Extensions',
  'Expect',
  'Cookie',
  'Authorization',
  'Range',
  'If-None-Match',
  'X'.repeat(500),
  '',
  ':',
  '\0',
];

/** The head of a request as the page sends it, whose parts can be exchanged. */
function head(
  service: ServiceAddress,
  {
    method = 'GET',
    target = '/rpc',
    version = 'HTTP/1.1',
    token = service.token,
    headers = [] as readonly string[],
  } = {},
): Buffer {
  const lines = [
    `${method} ${target} ${version}`,
    `Host: 127.0.0.1:${service.port}`,
    `Origin: ${service.origin}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==',
    `Sec-WebSocket-Protocol: berth.v1, token.${token}`,
    ...headers,
  ];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}

/** A frame of RFC 6455, 5.2: whatever its fields say, whether they fit each other or not. */
function frame(
  payload: Buffer,
  {
    first = 0x81,
    isMasked = true,
    length = payload.length,
  }: { first?: number; isMasked?: boolean; length?: number } = {},
): Buffer {
  const mask = isMasked ? 0x80 : 0;
  const size =
    length < 126
      ? Buffer.from([mask | length])
      : length < 65_536
        ? Buffer.from([mask | 126, length >> 8, length & 0xff])
        : Buffer.from([mask | 127, 0, 0, 0, 0, ...[24, 16, 8, 0].map((shift) => (length / 2 ** shift) & 0xff)]);
  return Buffer.concat([Buffer.from([first]), size, isMasked ? Buffer.alloc(4) : Buffer.alloc(0), payload]);
}

const call = (path: string, json?: unknown) => JSON.stringify({ i: '1', p: { u: path, b: { json } } });

const calls = [
  call('/settings/read'),
  call('/images/inspect', { reference: '.' }),
  call('/logs/open', { containers: [] }),
  call('/no/such'),
  call('/__proto__/constructor'),
  call('/engines/putFirst', { id: '__proto__' }),
  '{"i":"1"}',
  '{"i":"1","p":{}}',
  '{"i":"1","p":{"u":5}}',
  '{"i":"1","p":{"u":"//"}}',
  '{"i":"1","p":{"u":"http://evil/"}}',
  '{"i":"1","t":3,"p":{"e":"message"}}',
  '{"i":"1","t":4}',
  '{"i":"1","t":9}',
  '{"i":"1","p":{"u":"/settings/read","h":{"content-disposition":"x"}}}',
  ...['', '%', '..', 'socket:/no/such.sock', 'socket%3A%00', 'context:__proto__', '__proto__'].map(
    (engine) => `{"i":"1","p":{"u":"/containers/changes","h":{"engine":${JSON.stringify(engine)}}}}`,
  ),
  '{"i":"1","p":{"u":"/settings/read","b":{"json":1,"meta":[[21,"a"]]}}}',
  '{"i":"1","p":{"u":"/settings/read","b":{"json":{},"meta":[[21,"__proto__"],[3,"x"]]}}}',
  `{"i":"${'1'.repeat(1_000)}"}`,
  '[1]',
  'null',
  '"text"',
  '',
  '['.repeat(5_000),
];

const packed = (json: string, bytes: Buffer, length = Buffer.byteLength(json)) => {
  const size = Buffer.alloc(4);
  size.writeUInt32BE(length >>> 0);
  return Buffer.concat([size, Buffer.from(json), bytes]);
};

const ends = ['reset', 'half', 'leave'] as const;

/** Every kind of raw input; each makes one input of its kind. `opens` kinds begin with a handshake that succeeds. */
export const rawKinds: Readonly<Record<string, (random: Random, service: ServiceAddress) => RawInput>> = {
  noise: (random) => ({ pieces: [random.bytes(random.below(300))], end: random.pick(ends) }),
  'request line': (random, service) => {
    const [method, target, version] = [random.pick(methods), random.pick(targets), random.pick(versions)];
    return { pieces: [head(service, { method, target, version })], end: random.pick(ends) };
  },
  'upgrade target': (random, service) => {
    const target = random.pick([...targets, `/${random.bytes(8).toString('latin1')}`]);
    return { pieces: [head(service, { target })], end: random.pick(ends) };
  },
  headers: (random, service) => {
    const headers = Array.from(
      { length: random.below(20) },
      () => `${random.pick(oddHeaders)}: ${random.pick(oddValues)}`,
    );
    return { pieces: [head(service, { headers })], end: random.pick(ends) };
  },
  'many headers': (random, service) => {
    const headers = Array.from({ length: random.below(3_000) }, (_, index) => `x-${index}: y`);
    return { pieces: [head(service, { headers })], end: random.pick(ends) };
  },
  'spoilt handshake': (random, service) => ({ pieces: [random.spoil(head(service))], end: random.pick(ends) }),
  'reset within a handshake': (random, service) => {
    const whole = head(service, { token: random.pick([service.token, 'wrong']) });
    return { pieces: [whole.subarray(0, random.below(whole.length + 1))], end: 'reset' };
  },
  'frames behind a wrong token': (random, service) => {
    const frames = random.pick([Buffer.from('ff8000000000', 'hex'), random.bytes(20), frame(random.bytes(9))]);
    return { pieces: [head(service, { token: 'wrong' }), frames], end: random.pick(ends) };
  },
  bodies: (random, service) => {
    const headers = random.pick([
      ['Content-Length: 5'],
      ['Transfer-Encoding: chunked'],
      ['Content-Length: 99999999999'],
    ]);
    const body = random.pick([
      Buffer.from('5\r\nhello\r\n0\r\n\r\n'),
      Buffer.from('ffffffffffffffff\r\n'),
      random.bytes(30),
    ]);
    return { pieces: [head(service, { method: 'POST', target: '/', headers }), body], end: random.pick(ends) };
  },
  pipelined: (random, service) => {
    const one = Buffer.from(`GET ${random.pick(targets)} HTTP/1.1\r\nHost: 127.0.0.1:${service.port}\r\n\r\n`);
    return {
      pieces: [Buffer.concat(Array.from({ length: 1 + random.below(20) }, () => one)), head(service)],
      end: 'reset',
    };
  },
  'odd frames': (random, service) => {
    const payload = random.bytes(random.below(200));
    const odd = frame(payload, {
      first: random.below(256),
      isMasked: random.below(4) > 0,
      length: random.pick([payload.length, 0, 125, 126, 65_535, 65_536, 2 ** 31, 2 ** 40]),
    });
    return { pieces: [head(service), odd], end: random.pick(ends) };
  },
  'reset within a frame': (random, service) => {
    const whole = frame(Buffer.from(random.pick(calls)));
    return { pieces: [head(service), whole.subarray(0, random.below(whole.length + 1))], end: 'reset' };
  },
  'odd calls': (random, service) => {
    const sent = Array.from({ length: 1 + random.below(8) }, () => frame(Buffer.from(random.pick(calls))));
    return { pieces: [head(service), Buffer.concat(sent)], end: random.pick(ends) };
  },
  'spoilt calls': (random, service) => ({
    pieces: [head(service), frame(random.spoil(Buffer.from(random.pick(calls))))],
    end: random.pick(ends),
  }),
  'packed calls': (random, service) => {
    const key = 'berth-bytes:00000000-0000-0000-0000-000000000000';
    const json = random.pick([
      `{"i":"1","p":{"u":"/transfers/send","b":{"json":{"id":"x","offset":0,"bytes":"${key}"},"meta":[[21,"bytes"]]}}}`,
      ...calls,
    ]);
    const message = packed(
      json,
      random.bytes(random.below(100)),
      random.pick([Buffer.byteLength(json), 0, 5, 2 ** 32 - 1]),
    );
    return {
      pieces: [head(service), frame(random.below(2) === 0 ? message : random.spoil(message), { first: 0x82 })],
      end: random.pick(ends),
    };
  },
  fragments: (random, service) => {
    const text = Buffer.from(random.pick(calls));
    const at = random.below(text.length + 1);
    const parts = [
      frame(text.subarray(0, at), { first: random.pick([0x01, 0x02, 0x00]) }),
      frame(random.bytes(random.below(140)), { first: random.pick([0x89, 0x8a, 0x88, 0x09]) }),
      frame(text.subarray(at), { first: random.pick([0x80, 0x00, 0x81]) }),
    ];
    return { pieces: [head(service), ...parts], end: random.pick(ends) };
  },
};
