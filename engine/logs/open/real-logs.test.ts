import { readFile, stat } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { maxLineChars } from '../../contract/log-reading.ts';
import type { LogLine } from '../../contract/logs.ts';
import { everyLine, LogReader } from '../../test/log-reader.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../../test/real-daemon.ts';
import { type ServiceClient, startServiceClient } from '../../test/service-client.ts';

let daemon: RealDaemon;
let service: ServiceClient;

beforeAll(async () => {
  daemon = await startRealDaemon();
  service = await startServiceClient(daemon.socketPath);
});

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

/** Runs a script in a container; returns its id. */
async function run(name: string, script: string, ...flags: string[]): Promise<string> {
  return daemon.docker('run', '--detach', '--name', name, ...flags, testImage, 'sh', '-c', script);
}

test('a log is followed with both streams and ends with its container', async () => {
  const id = await run('talker', 'echo out; echo err >&2; sleep 1; echo "ü€😀"; printf last');
  await using reader = await LogReader.open(service.client.logs, [id]);
  await reader.untilEnded();
  const lines = await reader.readAll();
  expect(lines.map(({ stream, text }) => `${stream}: ${text}`).sort()).toEqual(
    ['stderr: err', 'stdout: last', 'stdout: out', 'stdout: ü€😀'].sort(),
  );
  expect(lines.every(({ time }) => /^\d{4}-.*Z$/.test(time))).toBe(true);
  expect(reader.state.numberOffset).toBe(1 - reader.state.firstLine);
});

test('the log of a terminal, which has no frames, is read', async () => {
  const id = await run('tty', 'echo one; echo two', '--tty');
  await using reader = await LogReader.open(service.client.logs, [id]);
  await reader.untilEnded();
  expect(await reader.texts()).toEqual(['one', 'two']);
});

test('the log of a container that starts again continues', async () => {
  const id = await run('again', 'echo begin; sleep 0.2; echo end');
  await using reader = await LogReader.open(service.client.logs, [id]);
  await reader.untilEnded();
  await daemon.docker('start', 'again');
  await reader.until(({ endLine, firstLine }) => endLine - firstLine >= 4);
  await reader.untilEnded();
  expect(await reader.texts()).toEqual(['begin', 'end', 'begin', 'end']);
});

/**
 * Prints all kinds of lines: long, empty, invalid UTF-8, escapes, both streams, no newline at the
 * end.
 */
const kinds = [
  'i=0; while [ $i -lt 5000 ]; do echo "line $i"; i=$((i+1)); done',
  'echo; echo; echo "tab\there \\"quoted\\" back\\\\slash <tag> & more"',
  'head -c 70000 /dev/zero | tr "\\0" x; echo',
  'head -c 40000 /dev/zero | tr "\\0" y >&2; echo >&2',
  'printf "\\033[31mred\\033[0m\\n"; printf "bad \\377\\376 bytes\\n"; printf "\\342\\200\\250sep\\n"',
  'printf "no newline"',
].join('; ');

/** What the docker CLI prints, as lines per stream. */
async function printedBy(name: string): Promise<Record<LogLine['stream'], { text: string; isCut: boolean }[]>> {
  const printed = await daemon.dockerCli(['logs', name]);
  const toLines = (text: string) =>
    text
      .replace(/\n$/, '')
      .split('\n')
      .map((line) => ({ text: line.slice(0, maxLineChars), isCut: line.length > maxLineChars }));
  return { stdout: toLines(printed.stdout), stderr: toLines(printed.stderr) };
}

test.each(['json-file', 'local'])('a log of the driver %s equals the output of the docker CLI', async (driver) => {
  const id = await run(`kinds-${driver}`, kinds, '--log-driver', driver);
  await daemon.docker('wait', id);
  await using reader = await LogReader.open(service.client.logs, [id]);
  await reader.untilEnded();
  const lines = await reader.readAll();
  const ofStream = (wanted: LogLine['stream']) =>
    lines.filter(({ stream }) => stream === wanted).map(({ text, restBytes }) => ({ text, isCut: restBytes > 0 }));
  // Compares with what was printed, not with the script: dockerd 26.1 sometimes loses output on a
  // busy machine.
  const printed = await printedBy(`kinds-${driver}`);
  expect(ofStream('stdout')).toEqual(printed.stdout);
  expect(ofStream('stderr')).toEqual(printed.stderr);
  expect(lines.length).toBe(reader.state.endLine - reader.state.firstLine);
  // One loss takes 32 KiB, fewer than 4,000 of these lines.
  expect(lines.length).toBeGreaterThan(1_000);
});

test('a search finds all lines, adds new ones, and steps between them', async () => {
  const { logs } = service.client;
  const id = await run(
    'searched',
    'i=0; while [ $i -lt 3000 ]; do echo "line $i INFO"; [ $((i % 100)) = 0 ] && echo "ERROR at $i" >&2; i=$((i+1)); done; until [ -e /late ]; do sleep 0.1; done; echo "ERROR late" >&2; sleep 30',
  );
  await using reader = await LogReader.open(logs, [id]);
  await reader.until(({ endLine, firstLine, numberOffset }) => numberOffset !== null && endLine - firstLine >= 3030);
  const query = { text: 'error', isRegex: false, matchCase: false, wholeWord: false };
  const found = await reader.select({ query });
  expect(found.endRow - found.firstRow).toBe(reader.state.levels.error);
  await daemon.docker('exec', 'searched', 'touch', '/late');
  const late = await logs.selectionChanges({ log: reader.log, selection: found.selection, seq: found.seq });
  expect(late.endRow - late.firstRow).toBe(31);
  await reader.until(({ levels }) => levels.error === 31);
  const rows = await reader.readAll(found.selection, { from: late.firstRow, to: late.endRow });
  expect(rows.map(({ text }) => text)).toEqual([
    ...Array.from({ length: 30 }, (_, index) => `ERROR at ${index * 100}`),
    'ERROR late',
  ]);
  expect(rows.every(({ stream, level }) => stream === 'stderr' && level === 'error')).toBe(true);
  const base = { log: reader.log, marks: found.selection, rows: null };
  let line = reader.state.firstLine - 1;
  const steps: number[] = [];
  for (;;) {
    const { found: next } = await logs.find({ ...base, line, direction: 'next' });
    if (next === null) break;
    steps.push(next.index);
    line = next.line;
  }
  expect(steps).toEqual(Array.from({ length: 31 }, (_, index) => index));
  const { found: before } = await logs.find({ ...base, line, direction: 'previous' });
  expect(before?.index).toBe(29);
  const { lines } = await logs.read({ log: reader.log, rows: null, marks: found.selection, from: line, to: line + 1 });
  expect(lines[0]?.matches).toEqual([[0, 5]]);
  const info = await reader.select({ levels: ['info'] });
  expect(info.endRow - info.firstRow).toBe(3000);
  const density = await logs.density({ log: reader.log, rows: null, marks: found.selection, buckets: 10 });
  expect(density.matches.reduce((sum, count) => sum + count, 0)).toBe(31);
  expect(density.errors.reduce((sum, count) => sum + count, 0)).toBe(31);
  await expect(
    logs.select({ log: reader.log, filter: { ...everyLine, query: { ...query, text: '(', isRegex: true } } }),
  ).rejects.toMatchObject({ code: 'invalid', data: { reason: 'pattern' } });
  await daemon.docker('rm', '--force', 'searched');
});

test('a pattern that never ends is stopped, and other searches continue', async () => {
  const { logs } = service.client;
  const id = await run('patient', 'head -c 5000 /dev/zero | tr "\\0" a; echo "!"; echo end');
  await using reader = await LogReader.open(logs, [id]);
  await reader.untilEnded();
  const query = { text: '(a{1,30}){1,30}b', isRegex: true, matchCase: true, wholeWord: false };
  const state = await reader.select({ query });
  expect(state.problem).toBe('too-slow');
  const { lines } = await logs.read({ log: reader.log, rows: null, marks: state.selection, from: -10, to: 0 });
  expect(lines.map(({ restBytes, matches }) => [restBytes, matches])).toEqual([
    [0, []],
    [0, []],
  ]);
  const plain = await reader.select({ query: { ...query, text: 'end', isRegex: false } });
  expect(plain.endRow - plain.firstRow).toBe(1);
});

test('several containers are one log by time, which can be filtered by source and saved', async () => {
  const { logs } = service.client;
  const script = (name: string) => `i=0; while [ $i -lt 5 ]; do echo "${name} $i"; i=$((i+1)); sleep 0.1; done`;
  const ids = [await run('one', script('one')), await run('two', script('two'))];
  await using reader = await LogReader.open(logs, ids);
  await reader.untilEnded();
  const lines = await reader.readAll();
  expect(lines).toHaveLength(10);
  const times = lines.map(({ time }) => time.padEnd(30, '0'));
  expect(times).toEqual(times.toSorted());
  expect(lines.every(({ text, source }) => text.startsWith(source === 0 ? 'one' : 'two'))).toBe(true);
  const second = await reader.select({ sources: [1] });
  expect(second.endRow - second.firstRow).toBe(5);
  const saved = await logs.save({ log: reader.log, rows: second.selection, hasTimes: false, gzip: true });
  expect(saved).toMatchObject({ lines: 5 });
  expect(gunzipSync(await readFile(saved.path)).toString('utf8')).toBe(
    Array.from({ length: 5 }, (_, index) => `two | two ${index}\n`).join(''),
  );
  expect((await stat(saved.path)).mode & 0o777).toBe(0o600);
  const all = await logs.save({ log: reader.log, rows: null, hasTimes: true, gzip: false });
  expect((await readFile(all.path, 'utf8')).split('\n')).toEqual([
    ...lines.map(({ source, time, text }) => `${source === 0 ? 'one' : 'two'} | ${time} ${text}`),
    '',
  ]);
});
