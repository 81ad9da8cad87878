import { expect, test } from 'vitest';
import { atSocket } from '../../test/at-socket.ts';
import { startRealDaemon, testImage } from '../../test/real-daemon.ts';
import { apiPath } from '../api-path.ts';
import { connectToDocker } from '../connect.ts';
import { hijack } from '../hijack.ts';
import { readRawStream } from '../raw-stream.ts';

const signal = AbortSignal.timeout(60_000);

test('a daemon hands over a dialed connection, and its log comes over another', async () => {
  await using daemon = await startRealDaemon();
  using connection = await connectToDocker(atSocket(daemon.socketPath), signal);
  const id = await daemon.docker('create', '--interactive', testImage, 'sh', '-c', 'read line; echo "got $line"');
  {
    const query = { stream: '1', stdin: '1', stdout: '1' };
    using attached = await hijack(connection.streams, { path: apiPath`/containers/${id}/attach`, query, signal });
    await daemon.docker('start', id);
    await attached.write(Buffer.from('a line\n'), signal);
    const output: Uint8Array[] = [];
    for await (const bytes of attached.output) output.push(Buffer.from(bytes));
    expect(Buffer.concat(output).toString('latin1')).toContain('got a line\n');
  }
  const log: Buffer[] = [];
  for (const ownsThread of [true, false]) {
    const request = { path: apiPath`/containers/${id}/logs`, query: { stdout: '1' }, ownsThread, signal };
    for await (const bytes of readRawStream(connection, request)) log.push(Buffer.from(bytes));
  }
  expect(
    Buffer.concat(log)
      .toString('latin1')
      .match(/got a line\n/g),
  ).toHaveLength(2);
});
