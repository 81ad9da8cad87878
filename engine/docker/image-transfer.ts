import type { IncomingMessage } from 'node:http';
import { z } from 'zod';
import { familiarName, type ImageReference, withDefaultTag } from '../contract/image-reference.ts';
import { EngineError } from '../platform/engine-error.ts';
import { apiPath, imageName } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { readRegistryWords, toEngineError } from './errors.ts';
import { readNdjson } from './ndjson.ts';
import { send, type DockerRequest } from './request.ts';

/** One line of what the daemon tells while it carries an image (`pkg/jsonmessage`). */
const progressMessage = z.object({
  status: z.string().optional(),
  /** A layer's, or a tag's. */
  id: z.string().optional(),
  progressDetail: z
    .object({ current: z.number().optional(), total: z.number().optional(), units: z.string().optional() })
    .nullish(),
  stream: z.string().optional(),
  aux: z.unknown().optional(),
  error: z.string().optional(),
  errorDetail: z.object({ message: z.string().optional() }).nullish(),
});

export type ProgressMessage = z.infer<typeof progressMessage>;

/** No header says that nobody is signed in; daemons before 23 refuse a push without one (`postImagesPush`). */
const nobody = Buffer.from('{}').toString('base64');

/** Pulls as `docker pull` does. Ends when the daemon has said all; throws its error, also one in the middle of a 200. */
export function pullImage(
  connection: DockerConnection,
  reference: ImageReference,
  options: { readonly platform: string; readonly registryAuth: string | null },
  signal: AbortSignal,
): AsyncGenerator<ProgressMessage, void> {
  const { tag, digest } = withDefaultTag(reference);
  return follow(connection, {
    method: 'POST',
    path: apiPath`/images/create`,
    query: {
      fromImage: familiarName(reference),
      tag: digest === '' ? tag : digest,
      ...(options.platform === '' ? {} : { platform: options.platform }),
    },
    registryAuth: options.registryAuth,
    signal,
  });
}

/** Pushes one tag, as `docker push` does. */
export function pushImage(
  connection: DockerConnection,
  reference: ImageReference,
  registryAuth: string | null,
  signal: AbortSignal,
): AsyncGenerator<ProgressMessage, void> {
  return follow(connection, {
    method: 'POST',
    path: apiPath`/images/${imageName(familiarName(reference))}/push`,
    query: { tag: withDefaultTag(reference).tag },
    registryAuth: registryAuth ?? nobody,
    signal,
  });
}

/** Loads an archive, as `docker load` does; the daemon says nothing before it has the whole of it. */
export function loadArchive(
  connection: DockerConnection,
  archive: NodeJS.ReadableStream,
  signal: AbortSignal,
): AsyncGenerator<ProgressMessage, void> {
  return follow(connection, {
    method: 'POST',
    path: apiPath`/images/load`,
    query: { quiet: '0' },
    file: archive,
    signal,
  });
}

/** Makes an image of one layer from a file system's tar, as `docker import` does. */
export function importArchive(
  connection: DockerConnection,
  archive: NodeJS.ReadableStream,
  reference: ImageReference,
  signal: AbortSignal,
): AsyncGenerator<ProgressMessage, void> {
  return follow(connection, {
    method: 'POST',
    path: apiPath`/images/create`,
    query: { fromSrc: '-', repo: familiarName(reference), tag: withDefaultTag(reference).tag },
    file: archive,
    signal,
  });
}

/** The archive of images, as `docker save` writes it. Whoever asks reads it to its end, or destroys it. */
export function saveArchive(
  connection: DockerConnection,
  references: readonly string[],
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return send(connection.streams, { method: 'GET', path: apiPath`/images/get`, query: { names: references }, signal });
}

async function* follow(connection: DockerConnection, request: DockerRequest): AsyncGenerator<ProgressMessage, void> {
  const { signal } = request;
  const response = await send(connection.streams, request);
  try {
    for await (const line of readNdjson(response as AsyncIterable<Uint8Array>)) {
      const message = check(progressMessage, line);
      const failure = message.errorDetail?.message ?? message.error;
      if (failure !== undefined) throw toStreamFailure(failure, signal);
      yield message;
    }
    signal.throwIfAborted();
  } catch (error) {
    throw toEngineError(error, signal);
  } finally {
    response.destroy();
  }
}

/** A daemon that is stopped ends what it carries with these words: then it is the engine that is gone, not the image. */
function toStreamFailure(words: string, signal: AbortSignal): EngineError {
  if (/context canceled|server is shutting down/i.test(words) && !signal.aborted) {
    return new EngineError('unreachable', words);
  }
  return readRegistryWords(words, 'rejected');
}
