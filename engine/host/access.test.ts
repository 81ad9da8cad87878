import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { findRefusal, isSameSecret } from './access.ts';

const good = {
  host: '127.0.0.1:4000',
  origin: 'http://127.0.0.1:4000',
  'sec-websocket-protocol': 'berth.v1, token.secret',
};
const refusal = (headers: Record<string, string | undefined>) =>
  findRefusal({ headers: { ...good, ...headers } } as unknown as IncomingMessage, 4000, 'secret');

test('lets its own page in', () => {
  expect(refusal({})).toBeNull();
  expect(refusal({ host: 'localhost:4000', origin: 'http://localhost:4000' })).toBeNull();
});

test.each([
  [{ host: 'evil.example:4000', origin: 'http://evil.example:4000' }, 'foreign Host'],
  [{ host: '127.0.0.1:4001' }, 'foreign Host'],
  [{ host: undefined }, 'foreign Host'],
  [{ origin: 'http://evil.example' }, 'foreign Origin'],
  [{ origin: 'null' }, 'foreign Origin'],
  [{ origin: undefined }, 'foreign Origin'],
  [{ 'sec-websocket-protocol': 'token.secret' }, 'unknown protocol'],
  [{ 'sec-websocket-protocol': undefined }, 'unknown protocol'],
  [{ 'sec-websocket-protocol': 'berth.v1' }, 'wrong token'],
  [{ 'sec-websocket-protocol': 'berth.v1, token.secreT' }, 'wrong token'],
  [{ 'sec-websocket-protocol': 'berth.v1, token.' }, 'wrong token'],
])('refuses %j: %s', (headers, reason) => {
  expect(refusal(headers)).toBe(reason);
});

test('compares secrets of any length', () => {
  expect(isSameSecret('a', 'a')).toBe(true);
  expect(isSameSecret('a', 'aa')).toBe(false);
});
