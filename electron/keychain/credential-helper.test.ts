import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { answerCredentialCall, type Cipher } from './credential-helper.ts';

/** Stands for the keychain: what it makes cannot be read as the text it came from. */
function cipherOf(key: number): Cipher {
  const turn = (bytes: Uint8Array) => bytes.map((byte) => byte ^ key);
  return {
    isAvailable: () => true,
    encrypt: (text) => turn(Buffer.from(`key ${key} ${text}`)),
    decrypt(bytes) {
      const text = Buffer.from(turn(bytes)).toString();
      if (!text.startsWith(`key ${key} `)) throw new Error('another key');
      return text.slice(`key ${key} `.length);
    },
  };
}

const cipher = cipherOf(0x5a);
let folder: string;
const call = (action: string, input: unknown, by: Cipher = cipher) =>
  answerCredentialCall(action, typeof input === 'string' ? input : JSON.stringify(input), folder, by);

beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'berth-keychain-')), 'kept');
});

afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

test('gives back what it was given, for each registry its own', () => {
  const first = { ServerURL: 'https://index.docker.io/v1/', Username: 'mira', Secret: 'a:b “ü”' };
  const second = { ServerURL: 'ghcr.io', Username: '<token>', Secret: 'other' };
  expect(call('list', '')).toEqual({ exitCode: 0, output: '{}' });
  for (const each of [first, second]) expect(call('store', each)).toEqual({ exitCode: 0, output: '' });
  expect(JSON.parse(call('get', `${first.ServerURL}\n`).output)).toEqual(first);
  expect(JSON.parse(call('get', second.ServerURL).output)).toEqual(second);
  expect(JSON.parse(call('list', '').output)).toEqual({ [first.ServerURL]: 'mira', 'ghcr.io': '<token>' });
  call('erase', 'ghcr.io');
  expect(call('get', 'ghcr.io')).toEqual({ exitCode: 1, output: 'credentials not found in native keychain' });
});

test('writes no secret that could be read, and only for its user', () => {
  call('store', { ServerURL: 'r.example', Username: 'mira', Secret: 'very secret' });
  const [name = ''] = readdirSync(folder);
  const file = path.join(folder, name);
  expect(readFileSync(file, 'utf8')).not.toContain('very secret');
  expect(Buffer.from(readFileSync(file, 'utf8')).toString('latin1')).not.toContain(btoa('very secret').slice(0, 8));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
});

test('says in the protocol’s words what cannot be', () => {
  expect(call('get', '').exitCode).toBe(1);
  expect(call('store', 'no json').exitCode).toBe(1);
  expect(call('store', { ServerURL: 'r.example' }).exitCode).toBe(1);
  expect(call('brew', 'r.example')).toEqual({ exitCode: 1, output: 'unknown action' });
  expect(call('list', '', { ...cipher, isAvailable: () => false })).toEqual({
    exitCode: 1,
    output: 'the keychain of this computer cannot be used',
  });
});

test('counts what another keychain’s key closed as not there', () => {
  call('store', { ServerURL: 'r.example', Username: 'mira', Secret: 'x' });
  expect(call('get', 'r.example', cipherOf(0x33))).toEqual({
    exitCode: 1,
    output: 'credentials not found in native keychain',
  });
});
