import { z } from 'zod';
import { EngineError } from '../platform/engine-error.ts';
import { apiPath, imageName } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { removeContainer } from './containers.ts';
import { readBody, send, requestJson } from './request.ts';

/** What a shell of Berth's own runs in. */
export interface DebugShell {
  readonly image: string;
  readonly env: readonly string[];
}

/**
 * Makes a container that sees another's processes and network, as `docker run --interactive --tty --rm --pid container:ID --network
 * container:ID --cap-add SYS_PTRACE IMAGE` does before it starts it. The capability opens `/proc/1/root`, which is the other's file system.
 */
export async function createDebugContainer(
  connection: DockerConnection,
  target: string,
  shell: DebugShell,
  signal: AbortSignal,
): Promise<string> {
  const host = { PidMode: `container:${target}`, NetworkMode: `container:${target}`, CapAdd: ['SYS_PTRACE'] };
  return create(connection, shell, { HostConfig: { AutoRemove: true, ...host } }, signal);
}

/**
 * Makes a container whose program sees the machine's processes and may enter their namespaces, as `docker run --interactive --tty --rm
 * --privileged --userns host --pid host --network host IMAGE PROGRAM` does before it starts it.
 */
export async function createMachineContainer(
  connection: DockerConnection,
  program: string,
  shell: DebugShell,
  signal: AbortSignal,
): Promise<string> {
  const host = { Privileged: true, UsernsMode: 'host', PidMode: 'host', NetworkMode: 'host' };
  return create(connection, shell, { Cmd: [program], HostConfig: { AutoRemove: true, ...host } }, signal);
}

async function create(
  connection: DockerConnection,
  { image, env }: DebugShell,
  config: object,
  signal: AbortSignal,
): Promise<string> {
  const answer = await requestJson(connection.streams, {
    method: 'POST',
    path: apiPath`/containers/create`,
    body: {
      Image: image,
      Env: env,
      Tty: true,
      OpenStdin: true,
      StdinOnce: true,
      AttachStdin: true,
      AttachStdout: true,
      AttachStderr: true,
      ...config,
    },
    signal,
  });
  return check(z.object({ Id: z.string() }), answer).Id;
}

/** Removes a container whatever it does; one that is gone already is no failure. */
export async function forceRemoveContainer(
  connection: DockerConnection,
  container: string,
  signal: AbortSignal,
): Promise<void> {
  try {
    await removeContainer(connection, container, { force: true, volumes: true }, signal);
  } catch (error) {
    if (error instanceof EngineError && (error.code === 'not-found' || error.reason === 'removal-in-progress')) return;
    throw error;
  }
}

/** Waits until a container, not yet started, has run and ended; answers its exit code. */
export async function waitForExit(
  connection: DockerConnection,
  container: string,
  signal: AbortSignal,
): Promise<number> {
  const answer = await requestJson(connection.streams, {
    method: 'POST',
    path: apiPath`/containers/${container}/wait`,
    query: { condition: 'next-exit' },
    signal,
  });
  return check(z.object({ StatusCode: z.number() }), answer).StatusCode;
}

/** Whether the engine has an image of this name. */
export async function hasImage(connection: DockerConnection, image: string, signal: AbortSignal): Promise<boolean> {
  try {
    await requestJson(connection.docker, { method: 'GET', path: apiPath`/images/${imageName(image)}/json`, signal });
    return true;
  } catch (error) {
    if (error instanceof EngineError && error.code === 'not-found') return false;
    throw error;
  }
}

/** Gives an image archive to the engine (`POST /images/load`). Throws the engine's words where it refuses. */
export async function loadImageArchive(
  connection: DockerConnection,
  archive: Buffer,
  signal: AbortSignal,
): Promise<void> {
  const response = await send(connection.streams, {
    method: 'POST',
    path: apiPath`/images/load`,
    query: { quiet: '1' },
    file: archive,
    signal,
  });
  const body = (await readBody(response, signal)).toString('utf8');
  // A load that fails half way answers 200 and carries its error in the stream.
  if (body.includes('"errorDetail"')) throw new EngineError('rejected', body);
}
