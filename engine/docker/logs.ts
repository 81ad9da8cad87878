import { hasTty } from './containers.ts';
import type { DockerConnection } from './connect.ts';
import { demux, type Frame } from './demux.ts';
import { toEngineError } from './errors.ts';
import { dial } from './request.ts';

/**
 * Follows a container's log from its last `tailLines` lines, each with its RFC 3339 timestamp before it, in bytes.
 * Ends when the container has ended; throws `unreachable` when the engine goes away. Reading slowly slows the daemon.
 */
export async function* followLog(
  connection: DockerConnection,
  id: string,
  options: { readonly tailLines: number },
  signal: AbortSignal,
): AsyncGenerator<Frame, void> {
  const tty = await hasTty(connection, id, signal);
  const response = await dial(connection.streams, {
    method: 'GET',
    path: `/containers/${id}/logs`,
    query: { follow: '1', stdout: '1', stderr: '1', timestamps: '1', tail: String(options.tailLines) },
    signal,
  });
  try {
    if (!tty) {
      yield* demux(response);
      return;
    }
    for await (const bytes of response as AsyncIterable<Uint8Array>) yield { stream: 'stdout', bytes };
  } catch (error) {
    throw toEngineError(error, signal);
  } finally {
    response.destroy();
  }
}
