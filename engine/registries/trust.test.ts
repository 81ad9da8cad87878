import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { BundledEngine } from '../daemon/bundled-engine.ts';
import { toEngineLayout } from '../daemon/native/engine-layout.ts';
import { createAuthority } from '../test/certificates.ts';
import { Trust } from './trust.ts';

const { signal } = new AbortController();
const log = pino({ level: 'silent' });
const address = 'registry.acme.dev:5000';

let dir: string;
let certsDir: string;
let daemonJson: string;

beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'berth-trust-'));
  certsDir = path.join(dir, 'certs.d');
  daemonJson = toEngineLayout(path.join(dir, 'data'), path.join(dir, 'run')).configFile;
  onTestFinished(() => rm(dir, { recursive: true }));
});

/** An engine that has not been started: only its settings are changed. */
function open(isOwnEngine = true): Promise<Trust> {
  const paths = { dataDir: path.join(dir, 'data'), cacheDir: path.join(dir, 'cache'), runDir: path.join(dir, 'run') };
  const engine = new BundledEngine({ ...paths, log });
  return Trust.open({
    insecureRegistries: isOwnEngine
      ? engine.capabilities.insecureRegistries
      : { read: async () => ['nas.acme.dev:5000'], set: null },
    dataDir: paths.dataDir,
    certsDir,
    log,
  });
}

test('a certificate is written where dockerd looks, alone, and taken away without a trace', async () => {
  const trust = await open();
  const { certificate, key } = createAuthority();
  await expect(trust.set(address, { certificate: `${key}${certificate}` }, signal)).rejects.toMatchObject({
    code: 'invalid',
    detail: expect.stringContaining('private key'),
  });
  expect(await readdir(dir)).not.toContain('certs.d');

  await trust.set(address, { certificate: `Some words before.\n${certificate}and after.` }, signal);
  const file = path.join(certsDir, address, 'berth.crt');
  expect(await readFile(file, 'utf8')).toBe(certificate);
  expect((await stat(file)).mode & 0o777).toBe(0o644);
  expect(trust.of(address)).toEqual({ hasCertificate: true, isInsecure: false });
  expect(await trust.certificateOf(address)).toBe(certificate);
  // It is still known to be Berth's own by another Berth of the same data.
  const next = await open();
  expect(next.of(address).hasCertificate).toBe(true);
  const other = createAuthority().certificate;
  await next.set(address, { certificate: other }, signal);
  expect(await next.certificateOf(address)).toBe(other);
  await next.set(address, { certificate: null }, signal);
  expect(next.of(address).hasCertificate).toBe(false);
  expect(await readdir(certsDir)).toEqual([]);
  // Twice is no harm.
  await next.set(address, { certificate: null }, signal);
});

test('what others have put there counts and is not touched', async () => {
  const folder = path.join(certsDir, address);
  const [theirs, mine] = [createAuthority().certificate, createAuthority().certificate];
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'ca.crt'), theirs);
  await writeFile(path.join(folder, 'client.cert'), 'not read here');
  const trust = await open();
  expect(trust.of(address).hasCertificate).toBe(true);
  await trust.set(address, { certificate: mine }, signal);
  expect(await trust.certificateOf(address)).toBe(`${mine}${theirs}`);
  await trust.set(address, { certificate: null }, signal);
  expect((await readdir(folder)).sort()).toEqual(['ca.crt', 'client.cert']);
  expect(trust.of(address).hasCertificate).toBe(true);

  await writeFile(path.join(folder, 'berth.crt'), theirs);
  for (const certificate of [mine, null])
    await expect(trust.set(address, { certificate }, signal)).rejects.toMatchObject({
      code: 'conflict',
      reason: 'file-exists',
      params: { path: path.join(folder, 'berth.crt') },
    });
  expect(await readFile(path.join(folder, 'berth.crt'), 'utf8')).toBe(theirs);
  // The same one that is there already needs no writing.
  await trust.set(address, { certificate: theirs }, signal);
});

test('what is no certificate, or none any more, is told in words', async () => {
  const trust = await open();
  const past = createAuthority({ validFrom: new Date('2020-01-01'), validTo: new Date('2021-01-01') });
  await expect(trust.set(address, { certificate: past.certificate }, signal)).rejects.toMatchObject({
    code: 'invalid',
    detail: expect.stringContaining('expired'),
  });
  const broken = createAuthority().certificate.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA');
  for (const certificate of ['', 'hello', broken])
    await expect(trust.set(address, { certificate }, signal)).rejects.toMatchObject({
      code: 'invalid',
      detail: expect.stringContaining('not a certificate'),
    });
});

test('an insecure registry is written into the settings of the engine, beside the others', async () => {
  await mkdir(path.dirname(daemonJson), { recursive: true });
  await writeFile(daemonJson, JSON.stringify({ debug: true, 'insecure-registries': ['10.0.0.0/8'] }));
  const trust = await open();
  await trust.set(address, { isInsecure: true }, signal);
  expect(trust.of(address).isInsecure).toBe(true);
  expect(JSON.parse(await readFile(daemonJson, 'utf8'))).toEqual({
    debug: true,
    'insecure-registries': ['10.0.0.0/8', address],
  });
  expect((await open()).of(address).isInsecure).toBe(true);
  await trust.set(address, { isInsecure: false }, signal);
  expect(trust.of(address).isInsecure).toBe(false);
  expect(JSON.parse(await readFile(daemonJson, 'utf8'))).toEqual({
    debug: true,
    'insecure-registries': ['10.0.0.0/8'],
  });
});

test('changes at the same time do not undo each other', async () => {
  const trust = await open();
  const addresses = Array.from({ length: 8 }, (_, index) => `registry${index}.acme.dev`);
  const { certificate } = createAuthority();
  await Promise.all(addresses.map((one) => trust.set(one, { certificate, isInsecure: true }, signal)));
  expect(trust.addresses()).toEqual(addresses);
  await Promise.all(addresses.map((one) => trust.set(one, { certificate: null, isInsecure: false }, signal)));
  expect(trust.addresses()).toEqual([]);
});

test('other engines, Docker Hub and what is no address are not for this', async () => {
  const { certificate } = createAuthority();
  const other = await open(false);
  // What another engine says of itself counts, though it cannot be changed here.
  expect(other.addresses()).toEqual(['nas.acme.dev:5000']);
  expect(await other.reach('nas.acme.dev:5000')).toEqual({ certificate: null, isInsecure: true });
  await expect(other.set(address, { certificate }, signal)).rejects.toMatchObject({
    code: 'unsupported',
  });
  const trust = await open();
  await expect(trust.set('docker.io', { isInsecure: true }, signal)).rejects.toMatchObject({ code: 'unsupported' });
  for (const wrong of ['../../etc', 'a/b', '', 'Registry.acme.dev'])
    await expect(trust.set(wrong, { certificate }, signal)).rejects.toMatchObject({ code: 'invalid' });
});

test('an engine that answers late does not bring back what was set before', async () => {
  const answers: ((registries: readonly string[]) => void)[] = [];
  const trust = Trust.open({
    insecureRegistries: {
      read: () => new Promise((resolve) => answers.push(resolve)),
      set: async () => undefined,
    },
    dataDir: path.join(dir, 'data'),
    certsDir,
    log,
  });
  answers[0]?.([]);
  const opened = await trust;
  const late = opened.reach(address);
  const soon = opened.reach(address);
  answers[2]?.([address]);
  expect(await soon).toMatchObject({ isInsecure: true });
  answers[1]?.([]);
  expect(await late).toMatchObject({ isInsecure: true });
  expect(opened.of(address).isInsecure).toBe(true);
});
