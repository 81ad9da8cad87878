import { z } from 'zod';
import type { ExecOptions } from '../contract/terminals.ts';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
import { compareApiVersions, type DockerConnection } from './connect.ts';
import { hijack, type HijackedConnection } from './hijack.ts';
import { requestJson, requestNothing } from './request.ts';

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/**
 * The daemon holds back the first key of the keys that detach until it knows the next (moby, `pkg/term`, EscapeProxy): with its own
 * Ctrl-P Ctrl-Q, the shell's Ctrl-P comes a key late. An exec has no use for detaching, so this is what nobody types.
 */
const untypedKeys = 'ctrl-^,ctrl-^,ctrl-q';

/** The first API that is told the size of the screen before the program starts. */
const consoleSizeApi = '1.42';

/** Makes an exec with a TTY, not yet running; answers its id. Throws `not-found`, `conflict` (not running). */
export async function createExec(
  connection: DockerConnection,
  container: string,
  options: ExecOptions & { readonly env: readonly string[]; readonly size: Size },
  signal: AbortSignal,
): Promise<string> {
  const answer = await requestJson(connection.docker, {
    method: 'POST',
    path: apiPath`/containers/${container}/exec`,
    body: {
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      Tty: true,
      DetachKeys: untypedKeys,
      Env: options.env,
      Cmd: options.command,
      Privileged: options.privileged,
      ...(options.user === '' ? {} : { User: options.user }),
      ...(options.workingDir === '' ? {} : { WorkingDir: options.workingDir }),
      ...consoleSize(connection, options.size),
    },
    signal,
  });
  return check(z.object({ Id: z.string() }), answer).Id;
}

/** Runs an exec and takes over its terminal. A program that cannot be started is told in the output, or as `rejected`. */
export async function startExec(
  connection: DockerConnection,
  exec: string,
  size: Size,
  signal: AbortSignal,
): Promise<HijackedConnection> {
  return hijack(connection.streams, {
    path: apiPath`/exec/${exec}/start`,
    body: { Detach: false, Tty: true, ...consoleSize(connection, size) },
    signal,
  });
}

/** Whether the daemon is too old to be told the size of the screen with the start. */
export function needsFirstResize(connection: DockerConnection): boolean {
  return compareApiVersions(connection.info.apiVersion, consoleSizeApi) < 0;
}

function consoleSize(connection: DockerConnection, { columns, rows }: Size): { ConsoleSize?: [number, number] } {
  return needsFirstResize(connection) ? {} : { ConsoleSize: [rows, columns] };
}

export async function resizeExec(
  connection: DockerConnection,
  exec: string,
  { columns, rows }: Size,
  signal: AbortSignal,
): Promise<void> {
  await requestNothing(connection.docker, {
    method: 'POST',
    path: apiPath`/exec/${exec}/resize`,
    query: { h: String(rows), w: String(columns) },
    signal,
  });
}

const rawExec = z.object({ Running: z.boolean(), ExitCode: z.number().nullish(), Pid: z.number().nullish() });

export interface ExecState {
  readonly running: boolean;
  readonly exitCode: number | null;
  /** As the daemon's own machine counts; null when it never ran. */
  readonly pid: number | null;
}

/** Throws `not-found` once the container is gone, or the daemon was started anew. */
export async function inspectExec(connection: DockerConnection, exec: string, signal: AbortSignal): Promise<ExecState> {
  const answer = await requestJson(connection.docker, { method: 'GET', path: apiPath`/exec/${exec}/json`, signal });
  const raw = check(rawExec, answer);
  return { running: raw.Running, exitCode: raw.ExitCode ?? null, pid: raw.Pid || null };
}

/** Runs a program in a container that nobody sees; answers the exec’s id once it has been started. Throws `not-found`, `conflict` (not running), `rejected` (no such program). */
export async function runDetached(
  connection: DockerConnection,
  container: string,
  {
    command,
    user,
    env,
  }: { readonly command: readonly string[]; readonly user: string; readonly env: readonly string[] },
  signal: AbortSignal,
): Promise<string> {
  const answer = await requestJson(connection.docker, {
    method: 'POST',
    path: apiPath`/containers/${container}/exec`,
    body: { Cmd: command, User: user, Env: env },
    signal,
  });
  const { Id } = check(z.object({ Id: z.string() }), answer);
  await requestNothing(connection.docker, {
    method: 'POST',
    path: apiPath`/exec/${Id}/start`,
    body: { Detach: true },
    signal,
  });
  return Id;
}
