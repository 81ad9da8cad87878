import { z } from 'zod';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { hijack } from './hijack.ts';
import { readRawStream } from './raw-stream.ts';
import { requestJson } from './request.ts';

const rawRecord = z.object({
  Name: z.string(),
  LogPath: z.string().nullish(),
  Config: z.object({ Tty: z.boolean() }),
  HostConfig: z.object({ LogConfig: z.object({ Type: z.string() }).nullish() }),
  State: z.object({ Running: z.boolean(), StartedAt: z.string().nullish() }),
});

/** What has to be known of a container to read its log. */
export interface LogFacts {
  readonly name: string;
  readonly tty: boolean;
  readonly running: boolean;
  /** It runs, or did at some time. */
  readonly hasStarted: boolean;
  /** The logging driver, such as `json-file`. */
  readonly driver: string;
  /** Where the daemon keeps the log on its own computer; empty for drivers that keep no such file. */
  readonly path: string;
}

/** Throws `not-found`. */
export async function readLogFacts(connection: DockerConnection, id: string, signal: AbortSignal): Promise<LogFacts> {
  const answer = await requestJson(connection.docker, { method: 'GET', path: apiPath`/containers/${id}/json`, signal });
  const { Name, LogPath, Config, HostConfig, State } = check(rawRecord, answer);
  return {
    name: Name.replace(/^\//, ''),
    tty: Config.Tty,
    running: State.Running,
    // Go's zero time stands for never.
    hasStarted: State.StartedAt?.startsWith('0001-') !== true,
    driver: HostConfig.LogConfig?.Type ?? '',
    path: LogPath ?? '',
  };
}

export interface LogRange {
  /** Only so many of the last lines. */
  readonly tailLines?: number;
  /** From this time on, as `toLogTime` writes it. */
  readonly since?: string;
  /** Goes on until the container ends. */
  readonly follow: boolean;
  /** The thread does nothing else: it may stand still for a moment, which makes a long log cheaper. */
  readonly ownsThread?: boolean;
}

/** An RFC 3339 time with nanoseconds as the query wants it: seconds and their fraction (Engine API, ContainerLogs). */
export function toLogTime(time: string): string {
  const seconds = Math.floor(Date.parse(`${time.slice(0, 19)}Z`) / 1000);
  const fraction = /\.(\d+)/.exec(time)?.[1] ?? '';
  return `${seconds}.${fraction.padEnd(9, '0')}`;
}

/**
 * A container's log with an RFC 3339 timestamp before each line, as the daemon sends it: framed (`demux.ts` has the form), or bare for a
 * container with a TTY. Throws `unsupported` for drivers that keep nothing, `unreachable` when the engine goes away. Reading slowly slows the daemon.
 */
export async function* readLog(
  connection: DockerConnection,
  id: string,
  { tailLines, since, follow, ownsThread = false }: LogRange,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  yield* readRawStream(connection, {
    path: apiPath`/containers/${id}/logs`,
    query: {
      follow: follow ? '1' : '0',
      stdout: '1',
      stderr: '1',
      timestamps: '1',
      tail: tailLines === undefined ? 'all' : String(tailLines),
      ...(since === undefined ? {} : { since }),
    },
    ownsThread,
    signal,
  });
}

/** What a container prints from now on, framed as its log is and without timestamps: for drivers that keep nothing. */
export async function* readOutput(
  connection: DockerConnection,
  id: string,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array, void> {
  using attached = await hijack(connection.streams, {
    path: apiPath`/containers/${id}/attach`,
    query: { stream: '1', stdout: '1', stderr: '1' },
    signal,
  });
  const stop = () => attached[Symbol.dispose]();
  signal.addEventListener('abort', stop, { once: true });
  try {
    yield* attached.output;
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
