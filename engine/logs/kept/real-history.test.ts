import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { connectToDocker } from '../../docker/connect.ts';
import { type DockerEvent, watchEvents } from '../../docker/events.ts';
import { mirroredContainers } from '../../mirror/containers.ts';
import { createEngine } from '../../host/create-engine.ts';
import type { EnginePaths } from '../../platform/paths.ts';
import { LogReader } from '../../test/log-reader.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../../test/real-daemon.ts';
import { type ServiceClient, startServiceClient } from '../../test/service-client.ts';
import { LogHistory } from './log-history.ts';
import { atSocket } from '../../test/at-socket.ts';

let daemon: RealDaemon;
let service: ServiceClient;

beforeAll(async () => {
  daemon = await startRealDaemon();
  service = await startServiceClient(null, daemon.paths);
});

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

const run = (name: string, script: string, ...flags: string[]) =>
  daemon.docker('run', '--detach', '--name', name, ...flags, testImage, 'sh', '-c', script);

/** Paths of a Berth that does not own this engine; removed with the daemon. */
function pathsElsewhere(name: string): EnginePaths {
  const dataDir = path.join(daemon.paths.dataDir, name);
  return { ...daemon.paths, dataDir, runDir: path.join(dataDir, 'run') };
}

/** The lines of a log: texts and events. */
async function shown(id: string, { client } = service): Promise<string[]> {
  await using reader = await LogReader.open(client.logs, [id]);
  await reader.until(({ numberOffset }) => numberOffset !== null);
  return (await reader.readAll()).map(({ text, event }) =>
    event === null ? text : event.kind === 'stopped' ? `<stopped ${event.exitCode}>` : `<${event.kind}>`,
  );
}

/** Events arrive after a moment. */
async function expectShown(id: string, lines: readonly string[]): Promise<void> {
  await expect.poll(() => shown(id), { timeout: 10_000 }).toEqual(lines);
}

test('the log of a container that ran several times shows its stops and starts', async () => {
  const id = await run('runner', 'echo hello; exit 3');
  await daemon.docker('wait', 'runner');
  await expectShown(id, ['hello']);
  await daemon.docker('start', 'runner');
  await daemon.docker('wait', 'runner');
  await expectShown(id, ['hello', '<stopped 3>', '<started>', 'hello']);
  await daemon.docker('rm', 'runner');
});

test('lines of a removed container are shown with its successor by name only', async () => {
  const first = await run('web', 'echo first; sleep 600', '--stop-signal', 'KILL');
  // Links are created after a moment, too.
  const names = path.join(daemon.paths.dataDir, 'engine/docker/berth-logs');
  await expect.poll(() => readdir(names), { timeout: 10_000 }).toContain(first);
  await daemon.docker('rm', '--force', 'web');
  const other = await run('other', 'echo other');
  const second = await run('web', 'echo second; exit 1');
  await daemon.docker('wait', 'web');
  await expectShown(second, ['first', '<stopped 137>', '<recreated>', '<started>', 'second']);
  await expectShown(other, ['other']);
  const kept = path.join(service.paths.dataDir, 'logs', 'history');
  expect((await stat(kept)).mode & 0o777).toBe(0o700);
});

test('containers of one compose service are one log, whatever their names', async () => {
  const labels = ['--label', 'com.docker.compose.project=shop', '--label', 'com.docker.compose.service=db'];
  for (const turn of [1, 2, 3]) {
    const id = await run(`shop-db-${turn}`, `echo turn ${turn}`, ...labels);
    await daemon.docker('wait', `shop-db-${turn}`);
    if (turn === 3) {
      const between = ['<stopped 0>', '<recreated>', '<started>'];
      await expectShown(id, ['turn 1', ...between, 'turn 2', ...between, 'turn 3']);
    }
    await daemon.docker('rm', `shop-db-${turn}`);
  }
});

test('a later service finds kept logs, and containers that were removed meanwhile', async () => {
  await run('late', 'echo before');
  await daemon.docker('wait', 'late');
  await expect
    .poll(async () => shown(await daemon.docker('inspect', '--format', '{{.Id}}', 'late')), { timeout: 10_000 })
    .toEqual(['before']);
  await service[Symbol.asyncDispose]();
  await daemon.docker('rm', 'late');
  service = await startServiceClient(null, daemon.paths);
  const id = await run('late', 'echo after');
  await daemon.docker('wait', 'late');
  await expect
    .poll(async () => (await shown(id)).filter((line) => !line.startsWith('<')), { timeout: 10_000 })
    .toEqual(['before', 'after']);
});

test('switching history off removes kept logs and keeps none from then on', async () => {
  const { settings } = service.client;
  const places = [path.join(service.paths.dataDir, 'logs', 'history'), daemon.engine.capabilities.logFiles.keptDir];
  const folders = async () => (await Promise.all(places.map(async (place) => readdir(place)))).flat();
  const before = await run('kept', 'echo kept');
  await daemon.docker('wait', 'kept');
  await expectShown(before, ['kept']);
  await daemon.docker('rm', 'kept');
  await expect.poll(folders).toContain(before);
  const other = await run('other-kept', 'echo here');
  await daemon.docker('wait', 'other-kept');
  await expectShown(other, ['here']);
  expect(await settings.change({ keepsRemovedLogs: false })).toMatchObject({ keepsRemovedLogs: false });
  expect(await folders()).not.toContain(before);
  await expectShown(other, ['here']);
  await daemon.docker('rm', 'other-kept');
  await expect.poll(folders, { timeout: 10_000 }).not.toContain(other);
  const next = await run('other-kept', 'echo next');
  await daemon.docker('wait', 'other-kept');
  await expectShown(next, ['next']);
  await settings.change({ keepsRemovedLogs: true });
  await daemon.docker('rm', 'other-kept');
  const last = await run('other-kept', 'echo last');
  await daemon.docker('wait', 'other-kept');
  await expectShown(last, ['next', '<stopped 0>', '<recreated>', '<started>', 'last']);
});

test.each(['json-file', 'local'])(
  'on another engine a log that was open (%s) outlives the container, for that engine only',
  async (driver) => {
    const name = `elsewhere-${driver}`;
    const flags = ['--log-driver', driver];
    const bytes = 'printf "caf\\xe9 \\033[31mred\\033[0m\\n"';
    // It existed before this Berth started.
    const first = await run(name, `echo first; ${bytes}; sleep 600`, '--stop-signal', 'KILL', ...flags);
    await using elsewhere = await startServiceClient(daemon.socketPath);
    const before = await LogReader.open(elsewhere.client.logs, [first]);
    await before.until(({ endLine, firstLine }) => endLine - firstLine === 2);
    const told = await before.readAll();
    await daemon.docker('rm', '--force', name);
    await before[Symbol.asyncDispose]();
    const folder = path.join(elsewhere.paths.dataDir, 'logs', 'history', first);
    await expect.poll(() => readdir(folder), { timeout: 10_000 }).toContain('about.json');
    for (const file of await readdir(folder)) expect((await stat(path.join(folder, file))).mode & 0o777).toBe(0o600);

    const second = await run(name, 'echo second', ...flags);
    await daemon.docker('wait', name);
    const texts = async () => (await shown(second, elsewhere)).filter((line) => !line.startsWith('<'));
    await expect.poll(texts, { timeout: 10_000 }).toEqual([...told.map(({ text }) => text), 'second']);
    expect(told[0]?.text).toBe('first');
    await using other = await startRealDaemon();
    const onOther = { ...elsewhere, client: await elsewhere.on(other.socketPath) };
    const there = await other.docker('run', '--detach', '--name', name, testImage, 'echo', 'there');
    await other.docker('wait', name);
    const thereTexts = async () => (await shown(there, onOther)).filter((line) => !line.startsWith('<'));
    await expect.poll(() => thereTexts().catch(() => []), { timeout: 10_000 }).toEqual(['there']);
    await daemon.docker('rm', name);
  },
);

test.each(['json-file', 'local'])(
  'on another engine the last lines of a log that was not open (%s) outlive the container',
  async (driver) => {
    const name = `unseen-${driver}`;
    const standsStill = vi.spyOn(Atomics, 'wait');
    onTestFinished(() => standsStill.mockRestore());
    const flags = ['--log-driver', driver];
    const options = pathsElsewhere(`unseen-${driver}`);
    const folder = (id: string) => path.join(options.dataDir, 'logs', 'history', id);
    let elsewhere = await startServiceClient(daemon.socketPath, options);
    const captured = async (id: string) => {
      await expect.poll(() => readdir(folder(id)).catch(() => []), { timeout: 10_000 }).toContain(`${id}-captured.log`);
      for (const file of await readdir(folder(id)))
        expect((await stat(path.join(folder(id), file))).mode & 0o777).toBe(0o600);
    };
    // More lines than are captured, and it ends twice.
    const first = await run(name, 'i=0; while [ $i -lt 12000 ]; do i=$((i+1)); echo "line $i"; done', ...flags);
    await daemon.docker('wait', name);
    await captured(first);
    await daemon.docker('start', name);
    await daemon.docker('wait', name);
    await expect.poll(() => countOf(`${folder(first)}/events.ndjson`, 'stopped'), { timeout: 10_000 }).toBe(2);
    await daemon.docker('rm', name);
    // Removed while no service runs.
    const second = await run(name, 'echo second', ...flags);
    await daemon.docker('wait', name);
    await captured(second);
    await elsewhere[Symbol.asyncDispose]();
    await daemon.docker('rm', name);
    elsewhere = await startServiceClient(daemon.socketPath, options);
    const third = await run(name, 'echo third', ...flags);
    await daemon.docker('wait', name);
    const texts = async () => (await shown(third, elsewhere)).filter((line) => !line.startsWith('<'));
    await expect
      .poll(async () => (await texts()).slice(-3), { timeout: 10_000 })
      .toEqual(['line 12000', 'second', 'third']);
    const lines = (await texts()).slice(0, -2);
    expect(lines.length).toBe(10_000);
    expect(lines[0]).toBe('line 2001');
    expect(standsStill).not.toHaveBeenCalled();
    await elsewhere[Symbol.asyncDispose]();
    await daemon.docker('rm', name);
  },
);

test('a container created while the list is read counts as removed only after a later list without it', async () => {
  const events: DockerEvent[] = [];
  const stop = new AbortController();
  using connection = await connectToDocker(atSocket(daemon.socketPath), stop.signal);
  const stream = await watchEvents(connection, new Map(Object.entries(mirroredContainers.events)), stop.signal);
  const id = await run('early', 'echo there');
  for await (const event of stream) {
    if (event.id === id) events.push(event);
    if (event.id === id && event.action === 'die') break;
  }
  stop.abort();
  const history = new LogHistory({
    folder: path.join(daemon.paths.dataDir, 'early'),
    containersDir: '',
    keptDir: '',
    isOwnEngine: () => false,
    hasPages: () => true,
    limits: () => ({ ofRemoved: true, files: true, allBytes: 1e9 }),
    keepCaptured: async () => false,
    log: pino({ level: 'silent' }),
  });
  const place = { name: 'early', project: null, service: null };
  for (const event of events) history.learn(event, connection);
  history.adopt([], connection);
  await history.settled();
  const next = 'f'.repeat(64);
  expect((await history.past(next, place, connection)).containers).toEqual([]);
  using later = await connectToDocker(atSocket(daemon.socketPath), new AbortController().signal);
  history.adopt([], later);
  await history.settled();
  expect((await history.past(next, place, later)).containers.map((one) => one.id)).toEqual([id]);
  await daemon.docker('rm', 'early');
});

test('nothing is captured when history is switched off', async () => {
  await using elsewhere = await startServiceClient(daemon.socketPath);
  await elsewhere.client.settings.change({ keepsRemovedLogs: false });
  const id = await run('forgotten', 'echo here', '--log-driver', 'local');
  await daemon.docker('wait', 'forgotten');
  const folder = path.join(elsewhere.paths.dataDir, 'logs', 'history', id);
  await daemon.docker('start', 'forgotten');
  await daemon.docker('wait', 'forgotten');
  // Events are processed one by one: the capture of the first end is over before the second one is
  // written.
  await expect.poll(() => countOf(`${folder}/events.ndjson`, 'stopped'), { timeout: 10_000 }).toBe(2);
  expect((await readdir(folder)).toSorted()).toEqual(['about.json', 'events.ndjson']);
  await daemon.docker('rm', 'forgotten');
  await expect.poll(() => readdir(folder).catch(() => []), { timeout: 10_000 }).toEqual([]);
});

test('nothing is captured from another engine while no page is open', async () => {
  const paths = pathsElsewhere('no-page');
  const folder = (id: string) => path.join(paths.dataDir, 'logs', 'history', id);
  const service = { log: pino({ level: 'silent' }), env: {}, hostEngine: daemon.socketPath };
  const alone = await createEngine({ paths, ...service });
  const id = await run('nobody', 'echo here', '--log-driver', 'local');
  // The service may not listen at first. Events are processed one by one: after the second end the
  // first is processed.
  const ends = async () => {
    await daemon.docker('restart', 'nobody');
    await daemon.docker('wait', 'nobody');
    return countOf(`${folder(id)}/events.ndjson`, 'stopped');
  };
  await expect.poll(ends, { timeout: 20_000 }).toBeGreaterThan(2);
  expect((await readdir(folder(id))).toSorted()).toEqual(['about.json', 'events.ndjson']);
  await alone[Symbol.asyncDispose]();
  await using _ = await startServiceClient(daemon.socketPath, paths);
  await daemon.docker('start', 'nobody');
  await daemon.docker('wait', 'nobody');
  await expect.poll(() => readdir(folder(id)), { timeout: 10_000 }).toContain(`${id}-captured.log`);
  await daemon.docker('rm', 'nobody');
});

/** Number of recorded events of one kind. */
async function countOf(file: string, kind: string): Promise<number> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.split('\n').filter((line) => line.includes(`"${kind}"`)).length;
}
