import type { Duplex } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import type Docker from 'dockerode';
import { EngineError } from '../platform/engine-error.ts';
import type { ApiPath } from './api-path.ts';
import { toEngineError, toFailure } from './errors.ts';
import { everyStatus, readBody } from './request.ts';

interface HijackRequest {
  /** Without version and query, such as `/exec/ID/start`. */
  readonly path: ApiPath;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: object;
  readonly signal: AbortSignal;
}

/** A connection whose both directions belong to a program in a container. Whoever opened it closes it. */
export interface HijackedConnection extends Disposable {
  /** What the program prints; ends when it does. Throws `unreachable` when the engine goes away. Not reading it makes the program wait. */
  readonly output: AsyncIterable<Uint8Array>;
  /** Resolves when the system has taken the bytes. Throws `unreachable` when the connection is gone. */
  write(bytes: Uint8Array, signal: AbortSignal): Promise<void>;
}

/**
 * Sends one POST that the daemon answers by turning the connection over (Engine API, 'Hijacking'). Always by upgrade: without it,
 * output that comes after the end of input is lost (docker-modem issue 48). `signal` is for the opening only.
 */
export async function hijack(docker: Docker, request: HijackRequest): Promise<HijackedConnection> {
  request.signal.throwIfAborted();
  const answer = await new Promise<Duplex | IncomingMessage>((resolve, reject) => {
    docker.modem.dial(
      {
        method: 'POST',
        path: `${request.path}?`,
        isStream: true,
        hijack: true,
        statusCodes: everyStatus,
        abortSignal: request.signal,
        // Of known length, so that nothing of the request is left over in the connection, which the program would read.
        file: Buffer.from(request.body === undefined ? '' : JSON.stringify(request.body)),
        headers: { 'Content-Type': 'application/json' },
        options: { _query: { ...request.query } },
      },
      (error: unknown, result: unknown) => {
        if (error === null || error === undefined) resolve(result as Duplex | IncomingMessage);
        else reject(toEngineError(error, request.signal));
      },
    );
  });
  if (!('statusCode' in answer)) return toConnection(answer as Duplex);
  const status = answer.statusCode ?? 0;
  const body = await readBody(answer, request.signal);
  if (status < 400) throw new EngineError('unsupported', 'The engine did not hand over the connection.');
  throw toFailure(status, body.toString('utf8'));
}

function toConnection(stream: Duplex): HijackedConnection {
  // Told to who reads or writes; a stream whose errors nobody hears ends the process.
  stream.on('error', () => undefined);
  return {
    output: read(stream),
    write: (bytes, signal) => write(stream, bytes, signal),
    [Symbol.dispose]: () => stream.destroy(),
  };
}

async function* read(stream: Duplex): AsyncGenerator<Uint8Array, void> {
  try {
    for await (const bytes of stream as AsyncIterable<Uint8Array>) yield bytes;
  } catch (error) {
    throw toEngineError(error);
  }
}

function write(stream: Duplex, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const gone = () => reject(new EngineError('unreachable', 'The program’s input is closed.'));
    if (!stream.writable) {
      gone();
      return;
    }
    const stop = () => reject(toEngineError(signal.reason, signal));
    const settle = () => {
      stream.off('close', gone);
      signal.removeEventListener('abort', stop);
    };
    stream.once('close', gone);
    signal.addEventListener('abort', stop, { once: true });
    stream.write(bytes, (error) => {
      settle();
      if (error === null || error === undefined) resolve();
      else reject(toEngineError(error, signal));
    });
  });
}
