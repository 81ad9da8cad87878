import { z } from 'zod';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import type { Size } from './exec.ts';
import { hijack, type HijackedConnection } from './hijack.ts';
import { requestJson, requestNothing } from './request.ts';

/** Takes over the terminal, or the streams, of a container's main process; Ctrl-P Ctrl-Q let go of it, as in `docker attach`. */
export async function attachToContainer(
  connection: DockerConnection,
  container: string,
  signal: AbortSignal,
): Promise<HijackedConnection> {
  return hijack(connection.streams, {
    path: apiPath`/containers/${container}/attach`,
    query: { stream: '1', stdin: '1', stdout: '1', stderr: '1', detachKeys: 'ctrl-p,ctrl-q' },
    signal,
  });
}

export async function resizeContainer(
  connection: DockerConnection,
  container: string,
  { columns, rows }: Size,
  signal: AbortSignal,
): Promise<void> {
  await requestNothing(connection.docker, {
    method: 'POST',
    path: apiPath`/containers/${container}/resize`,
    query: { h: String(rows), w: String(columns) },
    signal,
  });
}

const rawRecord = z.object({
  Name: z.string(),
  Config: z.object({
    Image: z.string(),
    Tty: z.boolean(),
    User: z.string().nullish(),
    WorkingDir: z.string().nullish(),
    Env: z.array(z.string()).nullish(),
  }),
  State: z.object({ Running: z.boolean(), ExitCode: z.number().nullish(), Pid: z.number().nullish() }),
});

/** What a terminal has to know of a container. */
export interface ContainerFacts {
  readonly name: string;
  /** As the container was made from: a reference, or an id. */
  readonly image: string;
  readonly tty: boolean;
  readonly user: string;
  readonly workingDir: string;
  readonly env: readonly string[];
  readonly running: boolean;
  readonly exitCode: number | null;
  /** Of its first process, on the engine's machine; null while it does not run. */
  readonly pid: number | null;
}

/** Throws `not-found`. */
export async function readContainerFacts(
  connection: DockerConnection,
  container: string,
  signal: AbortSignal,
): Promise<ContainerFacts> {
  const answer = await requestJson(connection.docker, {
    method: 'GET',
    path: apiPath`/containers/${container}/json`,
    signal,
  });
  const { Name, Config, State } = check(rawRecord, answer);
  return {
    name: Name.replace(/^\//, ''),
    image: Config.Image,
    tty: Config.Tty,
    user: Config.User ?? '',
    workingDir: Config.WorkingDir ?? '',
    env: Config.Env ?? [],
    running: State.Running,
    exitCode: State.ExitCode ?? null,
    // The daemon says 0 of one that does not run.
    pid: State.Pid || null,
  };
}
