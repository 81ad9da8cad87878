import { pipeline } from 'node:stream';
import { extract } from 'tar-stream';
import { EngineError } from '../platform/engine-error.ts';
import { apiPath } from './api-path.ts';
import type { DockerConnection } from './connect.ts';
import { send } from './request.ts';

/** Whether a file, or a link, is in the container, running or not. Nothing is run in it. */
export async function hasFile(
  connection: DockerConnection,
  container: string,
  path: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const response = await send(connection.docker, {
      method: 'HEAD',
      path: apiPath`/containers/${container}/archive`,
      query: { path },
      signal,
    });
    response.resume();
    return true;
  } catch (error) {
    if (error instanceof EngineError && isMissingFile(error)) return false;
    throw error;
  }
}

/**
 * An answer to HEAD has no body, so that a missing file and a missing container look alike; a path through what is no folder
 * is 400 or, where that stands at the root, 500 (moby 26.1).
 */
function isMissingFile({ code }: EngineError): boolean {
  return code === 'not-found' || code === 'invalid' || code === 'rejected';
}

/** The text of a small file of the container; null where there is no such regular file, or it is larger than `maxBytes`. */
export async function readContainerFile(
  connection: DockerConnection,
  container: string,
  path: string,
  maxBytes: number,
  signal: AbortSignal,
): Promise<string | null> {
  let response;
  try {
    response = await send(connection.docker, {
      method: 'GET',
      path: apiPath`/containers/${container}/archive`,
      query: { path },
      signal,
    });
  } catch (error) {
    if (error instanceof EngineError && isMissingFile(error)) return null;
    throw error;
  }
  const unpack = extract();
  // What breaks off on the way is thrown by the loop.
  pipeline(response, unpack, () => undefined);
  try {
    for await (const entry of unpack) {
      const { type, size } = entry.header;
      if (type !== 'file' || size === undefined || size > maxBytes) return null;
      const chunks: Uint8Array[] = [];
      for await (const chunk of entry as AsyncIterable<Uint8Array>) chunks.push(chunk);
      return Buffer.concat(chunks).toString('utf8');
    }
    return null;
  } finally {
    response.destroy();
    unpack.destroy();
  }
}
