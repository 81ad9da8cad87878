import { z } from 'zod';
import { EngineError } from '../platform/engine-error.ts';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { emptyAsTheCliSends } from './containers.ts';
import { requestJson, requestNothing } from './request.ts';

/** The port that a registry listens on in its container. */
const registryPort = '5000/tcp';

const record = z.object({
  Id: z.string(),
  State: z.object({ Running: z.boolean(), Paused: z.boolean().optional() }),
  Config: z.object({ Labels: z.record(z.string(), z.string()).nullish() }),
  HostConfig: z.object({
    PortBindings: z.record(z.string(), z.array(z.object({ HostPort: z.string() })).nullable()).nullish(),
  }),
});

export interface RegistryContainer {
  readonly id: string;
  readonly isRunning: boolean;
  readonly isPaused: boolean;
  readonly labels: Readonly<Record<string, string>>;
  /** Null where its port is not published, or on a port of the engine's choice. */
  readonly hostPort: number | null;
}

/** The container of a name, seen as a registry; null where there is none. */
export async function findRegistryContainer(
  connection: DockerConnection,
  name: string,
  signal: AbortSignal,
): Promise<RegistryContainer | null> {
  try {
    const path = apiPath`/containers/${name}/json`;
    const { Id, State, Config, HostConfig } = check(
      record,
      await requestJson(connection.docker, { method: 'GET', path, signal }),
    );
    const hostPort = Number(HostConfig.PortBindings?.[registryPort]?.[0]?.HostPort ?? '');
    return {
      id: Id,
      isRunning: State.Running,
      isPaused: State.Paused ?? false,
      labels: Config.Labels ?? {},
      hostPort: hostPort === 0 || Number.isNaN(hostPort) ? null : hostPort,
    };
  } catch (error) {
    if (error instanceof EngineError && error.code === 'not-found') return null;
    throw error;
  }
}

/** Creates it, without starting it, as `docker run --detach --restart unless-stopped --publish 127.0.0.1:PORT:5000 --volume VOLUME:…` would. */
export async function createRegistryContainer(
  connection: DockerConnection,
  names: { readonly name: string; readonly image: string; readonly volume: string },
  hostPort: number,
  signal: AbortSignal,
): Promise<string> {
  const answer = await requestJson(connection.streams, {
    method: 'POST',
    path: apiPath`/containers/create`,
    query: { name: names.name },
    body: {
      Image: names.image,
      ExposedPorts: { [registryPort]: {} },
      HostConfig: {
        ...emptyAsTheCliSends,
        Binds: [`${names.volume}:/var/lib/registry`],
        PortBindings: { [registryPort]: [{ HostIp: '127.0.0.1', HostPort: String(hostPort) }] },
        RestartPolicy: { Name: 'unless-stopped', MaximumRetryCount: 0 },
      },
    },
    signal,
  });
  return check(z.object({ Id: z.string() }), answer).Id;
}

/** Lets a paused container go on. */
export async function unpauseContainer(connection: DockerConnection, id: string, signal: AbortSignal): Promise<void> {
  await requestNothing(connection.streams, { method: 'POST', path: apiPath`/containers/${id}/unpause`, signal });
}
