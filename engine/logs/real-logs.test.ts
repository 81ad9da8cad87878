import { afterAll, beforeAll, expect, test } from 'vitest';
import { LogReader } from '../test/log-reader.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { type ServiceClient, startServiceClient } from '../test/service-client.ts';

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

async function docker(...argv: string[]): Promise<string> {
  const { stdout, stderr, code } = await daemon.dockerCli(argv, { timeoutMs: 120_000 });
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

/** Runs a script in a container; answers its id. */
async function run(name: string, script: string, ...flags: string[]): Promise<string> {
  return docker('run', '--detach', '--name', name, ...flags, testImage, 'sh', '-c', script);
}

test('a log is followed while it grows, streams told apart, and ends with the container', async () => {
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

test('a terminal log, which is not framed, is read as well', async () => {
  const id = await run('tty', 'echo one; echo two', '--tty');
  await using reader = await LogReader.open(service.client.logs, [id]);
  await reader.untilEnded();
  expect(await reader.texts()).toEqual(['one', 'two']);
});

test('a container that is started again goes on', async () => {
  const id = await run('again', 'echo begin; sleep 0.2; echo end');
  await using reader = await LogReader.open(service.client.logs, [id]);
  await reader.untilEnded();
  await docker('start', 'again');
  await reader.until(({ endLine, firstLine }) => endLine - firstLine >= 4);
  await reader.untilEnded();
  expect(await reader.texts()).toEqual(['begin', 'end', 'begin', 'end']);
});

/** All kinds of lines: long ones, empty ones, bytes that are no text, escapes, both streams, no newline at the end. */
const kinds = [
  'i=0; while [ $i -lt 5000 ]; do echo "line $i"; i=$((i+1)); done',
  'echo; echo; echo "tab\there \\"quoted\\" back\\\\slash <tag> & more"',
  'head -c 70000 /dev/zero | tr "\\0" x; echo',
  'head -c 40000 /dev/zero | tr "\\0" y >&2; echo >&2',
  'printf "\\033[31mred\\033[0m\\n"; printf "bad \\377\\376 bytes\\n"; printf "\\342\\200\\250sep\\n"',
  'printf "no newline"',
].join('; ');

test('the files and the API give the same lines', async () => {
  const id = await run('kinds', kinds);
  await docker('wait', 'kinds');
  await using byFile = await LogReader.open(service.client.logs, [id]);
  await byFile.untilEnded();
  const local = await run('kinds-local', kinds, '--log-driver', 'local');
  await docker('wait', 'kinds-local');
  await using byApi = await LogReader.open(service.client.logs, [local]);
  await byApi.untilEnded();
  const texts = async (reader: LogReader, stream: string) =>
    (await reader.readAll())
      .filter((line) => line.stream === stream)
      .map(({ text, restBytes }) => `${restBytes > 0} ${text}`);
  for (const stream of ['stdout', 'stderr']) {
    expect(await texts(byFile, stream)).toEqual(await texts(byApi, stream));
  }
  expect(byFile.state.endLine - byFile.state.firstLine).toBe(5009);
});
