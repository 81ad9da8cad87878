import type { IncomingMessage } from 'node:http';
import type Docker from 'dockerode';
import { EngineError } from '../platform/engine-error.ts';
import type { ApiPath } from './api-path.ts';
import { toEngineError, toFailure, toRegistryFailure } from './errors.ts';

/** A body this large is not what any list or record of a daemon looks like. */
const maxBodyBytes = 512 * 1024 * 1024;

export interface DockerRequest {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE';
  /** Without version and query, such as `/containers/json`. */
  readonly path: ApiPath;
  /** A list stands for a name that is there several times. */
  readonly query?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: object;
  readonly file?: NodeJS.ReadableStream | Buffer;
  /** The value of `X-Registry-Auth`: who signs in to the registry that this request is about. */
  readonly registryAuth?: string | null;
  readonly signal: AbortSignal;
}

/** Every status is ours to judge: docker-modem otherwise drops the error's body in stream mode. */
export const everyStatus = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [index + 100, true]));

/**
 * Sends one request and answers with the response as a stream. Always in docker-modem's stream mode: in its other mode
 * a body that is cut in the middle never calls back (docker-modem 5.0.7 listens for 'end' only).
 * Statuses of 300 and above are thrown as EngineError, but 304 ('already so'). Throws `invalid` for a query that is not Unicode.
 */
export async function send(docker: Docker, request: DockerRequest): Promise<IncomingMessage> {
  request.signal.throwIfAborted();
  for (const text of Object.values(request.query ?? {}).flat())
    // encodeURIComponent throws for half a character (ECMA-262, lone surrogates), inside of docker-modem.
    if (/\p{Surrogate}/u.test(text))
      throw new EngineError('invalid', 'A text for the engine has half a character in it.');
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    docker.modem.dial(
      {
        method: request.method,
        path: `${request.path}?`,
        isStream: true,
        statusCodes: everyStatus,
        abortSignal: request.signal,
        file: request.file,
        ...(typeof request.registryAuth === 'string' ? { authconfig: { base64: request.registryAuth } } : {}),
        options: { _query: { ...request.query }, _body: request.body ?? {} },
      },
      (error: unknown, result: unknown) => {
        if (error === null || error === undefined) resolve(result as IncomingMessage);
        else reject(toEngineError(error, request.signal));
      },
    );
  });
  const status = response.statusCode ?? 0;
  if (status < 300 || status === 304) return response;
  const body = await readBody(response, request.signal);
  if (status < 400)
    throw new EngineError('rejected', `The engine redirected ${request.path}, which Berth does not follow.`);
  const isOfRegistries = /^\/(?:images|distribution|auth)\b/.test(request.path);
  throw (isOfRegistries ? toRegistryFailure : toFailure)(status, body.toString('utf8'));
}

/** The whole body. Throws `unreachable` when it is cut, `cancelled` or `timeout` by the signal. */
export async function readBody(response: IncomingMessage, signal: AbortSignal): Promise<Buffer> {
  const stop = () => response.destroy();
  signal.addEventListener('abort', stop, { once: true });
  try {
    const chunks: Buffer[] = [];
    let sizeBytes = 0;
    for await (const chunk of response as AsyncIterable<Buffer>) {
      sizeBytes += chunk.length;
      if (sizeBytes > maxBodyBytes)
        throw new EngineError('rejected', 'The engine sent more than 512 MiB in one answer.');
      chunks.push(chunk);
    }
    signal.throwIfAborted();
    return Buffer.concat(chunks);
  } catch (error) {
    throw toEngineError(error, signal);
  } finally {
    signal.removeEventListener('abort', stop);
    response.destroy();
  }
}

/** The body as JSON of unknown shape; each noun checks it by its own schema. */
export async function requestJson(docker: Docker, request: DockerRequest): Promise<unknown> {
  const body = await readBody(await send(docker, request), request.signal);
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new EngineError('rejected', `The engine's answer to ${request.path} is not JSON.`, { cause: error });
  }
}

/** For requests whose answer carries nothing, such as a start. 304 ('already so') is a success. */
export async function requestNothing(docker: Docker, request: DockerRequest): Promise<void> {
  await readBody(await send(docker, request), request.signal);
}
