import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { FaultProxy } from '../../test/fault-proxy.ts';
import { LogReader } from '../../test/log-reader.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../../test/real-daemon.ts';
import { type ServiceClient, startServiceClient } from '../../test/service-client.ts';

let daemon: RealDaemon;
let proxy: FaultProxy;
let service: ServiceClient;
let dir: string;

beforeAll(async () => {
  daemon = await startRealDaemon();
  dir = await mkdtemp(path.join(tmpdir(), 'bl-'));
  proxy = await FaultProxy.start(path.join(dir, 'd.sock'), daemon.socketPath);
  service = await startServiceClient(proxy.socketPath);
});

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await proxy?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
  await rm(dir, { recursive: true, force: true });
});

/** Prints numbers to both streams for some seconds, in bursts, after a start signal. */
const counter = (lines: number) =>
  `i=0; while [ $i -lt ${lines} ]; do echo "out $i"; echo "err $i" >&2; i=$((i+1)); [ $((i % 500)) = 0 ] && sleep 0.05; done; echo "out end"`;

async function run(name: string, script: string, ...flags: string[]): Promise<string> {
  const id = await daemon.docker('run', '--detach', '--name', name, ...flags, testImage, 'sh', '-c', script);
  onTestFinished(async () => {
    await daemon.dockerCli(['rm', '--force', name]);
  });
  return id;
}

const toLines = (text: string) => text.trimEnd().split('\n');

/** Both streams contain every number once, in order. */
async function expectAll(reader: LogReader, lines: number): Promise<void> {
  const all = await reader.readAll();
  const numbers = (stream: string) =>
    all.filter((line) => line.stream === stream && line.text !== 'out end').map(({ text }) => Number(text.slice(4)));
  const wanted = Array.from({ length: lines }, (_, index) => index);
  expect(numbers('stdout')).toEqual(wanted);
  expect(numbers('stderr')).toEqual(wanted);
}

test('a connection that is cut at any byte, repeatedly, delivers every line once', async () => {
  const id = await run('cuts', `sleep 1; ${counter(20_000)}`, '--log-driver', 'local');
  await using reader = await LogReader.open(service.client.logs, [id]);
  const life = new AbortController();
  let cuts = 0;
  const cutting = (async () => {
    while (!life.signal.aborted) {
      proxy.setFaults({ kind: 'cut', direction: 'down', afterBytes: randomInt(200, 200_000), path: /\/logs/ });
      await sleep(randomInt(20, 120));
      cuts += 1;
    }
  })();
  await reader.until(({ endLine, firstLine }) => endLine - firstLine >= 30_000, 60_000);
  life.abort();
  await cutting;
  proxy.setFaults();
  await reader.untilEnded(60_000);
  expect(cuts).toBeGreaterThan(5);
  expect(proxy.counts().requests[`GET /containers/${id}/logs`]).toBeGreaterThan(5);
  await expectAll(reader, 20_000);
}, 120_000);

test('older lines are read completely although the connection is cut', async () => {
  const id = await run('old', counter(10_000), '--log-driver', 'local');
  await daemon.dockerCli(['wait', 'old']);
  proxy.setFaults({ kind: 'cut', direction: 'down', afterBytes: 400_000, path: /\/logs.*tail=all/ });
  await using reader = await LogReader.open(service.client.logs, [id]);
  await sleep(500);
  expect(reader.state.numberOffset).toBeNull();
  expect(reader.state.sources[0]?.phase).toBe('reading');
  proxy.setFaults();
  await reader.untilEnded();
  await expectAll(reader, 10_000);
}, 60_000);

test.each([['json-file'], ['local']])(
  'a killed daemon loses no line that it has stored (%s)',
  async (driver) => {
    const name = `killed-${driver}`;
    const id = await run(name, `sleep 1; ${counter(15_000)}`, '--log-driver', driver);
    await using reader = await LogReader.open(service.client.logs, [id]);
    await reader.until(({ endLine, firstLine }) => endLine - firstLine >= 3000, 60_000);
    await daemon.kill();
    await sleep(300);
    await daemon.restart();
    await daemon.docker('wait', name);
    // A killed dockerd 26.1 loses output that it has read from the container and not written yet.
    const { stdout, stderr } = await daemon.dockerCli(['logs', name]);
    const kept = { stdout: toLines(stdout), stderr: toLines(stderr) };
    expect(kept.stdout.length + kept.stderr.length).toBeGreaterThan(25_000);
    expect(kept.stdout.at(-1)).toBe('out end');
    await reader.until(
      ({ endLine, firstLine }) => endLine - firstLine >= kept.stdout.length + kept.stderr.length,
      60_000,
    );
    const all = await reader.readAll();
    for (const stream of ['stdout', 'stderr'] as const) {
      expect(all.filter((line) => line.stream === stream).map(({ text }) => text)).toEqual(kept[stream]);
    }
  },
  120_000,
);

test('a log opened before the start events arrive is not reported as ended', async () => {
  proxy.setFaults({ kind: 'delay', delayMs: 2_000, path: /\/events/ });
  onTestFinished(() => proxy.setFaults());
  const id = await run('fresh', 'echo one; sleep 4; echo two');
  await using reader = await LogReader.open(service.client.logs, [id]);
  // Every state until the container ends: `ended` must not come earlier.
  const phases = new Set<string>();
  await reader.until(({ endLine, firstLine, sources }) => {
    if (endLine - firstLine < 2) phases.add(sources[0]?.phase ?? '');
    return endLine - firstLine >= 2;
  });
  expect([...phases].toSorted()).toEqual(['following']);
  await reader.untilEnded();
  expect(await reader.texts()).toEqual(['one', 'two']);
});

test('the log of a driver that stores nothing is shown live and reported as such', async () => {
  const id = await run('kept-nowhere', 'sleep 1; echo one; echo two >&2; sleep 1; echo three', '--log-driver', 'none');
  await using reader = await LogReader.open(service.client.logs, [id]);
  await reader.until(({ sources }) => sources[0]?.phase === 'live-only');
  await reader.until(({ sources }) => sources[0]?.phase === 'ended');
  const lines = await reader.readAll();
  // Each stream is in order; the order between the two is open.
  expect(lines.map(({ stream, text }) => `${stream} ${text}`).toSorted()).toEqual([
    'stderr two',
    'stdout one',
    'stdout three',
  ]);
  expect(lines.every(({ time }) => /^\d{4}-.*Z$/.test(time))).toBe(true);
});
