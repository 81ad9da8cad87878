import { z } from 'zod';
import type { Container, ContainerPort, RunRequest } from '../contract/containers.ts';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { readBody, send, requestJson, requestNothing } from './request.ts';
import { parseStatusText } from './status-text.ts';

const rawPort = z.object({
  IP: z.string().optional(),
  PrivatePort: z.number(),
  PublicPort: z.number().optional(),
  Type: z.string(),
});

/** What daemons of 20.10 to 28 send per container in `GET /containers/json`. */
const rawContainer = z.object({
  Id: z.string(),
  Names: z.array(z.string()).nullish(),
  Image: z.string(),
  ImageID: z.string(),
  Command: z.string().nullish(),
  Created: z.number(),
  State: z.string(),
  Status: z.string(),
  Ports: z.array(rawPort).nullish(),
  Labels: z.record(z.string(), z.string()).nullish(),
});

export type RawContainer = z.infer<typeof rawContainer>;

/** A container as the list tells it, with the bounds of its age, from which the mirror keeps a steady `sinceMs`. */
export interface ListedContainer {
  readonly container: Container;
  readonly ageMs: { readonly min: number; readonly max: number } | null;
  readonly readAtMs: number;
}

const states = new Set<string>(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']);

function toState(raw: RawContainer): Container['state'] {
  if (states.has(raw.State)) return raw.State as Container['state'];
  // Podman's socket says 'stopped' and 'configured', 'initialized' where Docker says 'exited' and 'created'.
  return raw.State === 'stopped' || raw.State === 'stopping' ? 'exited' : 'created';
}

function toPort(raw: z.infer<typeof rawPort>): ContainerPort {
  return {
    hostIp: raw.IP ?? '',
    hostPort: raw.PublicPort === undefined || raw.PublicPort === 0 ? null : raw.PublicPort,
    containerPort: raw.PrivatePort,
    protocol: raw.Type,
  };
}

function comparePorts(a: ContainerPort, b: ContainerPort): number {
  return a.containerPort - b.containerPort || (a.hostPort ?? 0) - (b.hostPort ?? 0) || (a.hostIp < b.hostIp ? -1 : 1);
}

/** The shortest of its names is its own; the others (`/web/db`) come from legacy links. */
export function parseName(names: readonly string[]): string {
  const own = names.map((name) => name.replace(/^\//, '')).find((name) => !name.includes('/'));
  return own ?? names[0]?.replace(/^\//, '') ?? '';
}

/** One record of the list, normalised. `readAtMs` is when the list was read. */
export function toListedContainer(raw: RawContainer, readAtMs: number): ListedContainer {
  const { health, exitCode, ageMs } = parseStatusText(raw.Status);
  const labels = raw.Labels ?? {};
  const state = toState(raw);
  const createdAtMs = raw.Created * 1000;
  const files = labels['com.docker.compose.project.config_files'];
  return {
    ageMs,
    readAtMs,
    container: {
      id: raw.Id,
      name: parseName(raw.Names ?? []),
      image: raw.Image,
      imageId: raw.ImageID,
      command: raw.Command ?? '',
      createdAtMs,
      state,
      health: state === 'running' ? health : 'none',
      exitCode,
      outOfMemory: false,
      sinceMs: ageMs === null ? null : readAtMs - ageMs.min,
      // The order in the daemon's answer changes from one read to the next.
      ports: (raw.Ports ?? []).map(toPort).sort(comparePorts),
      project: labels['com.docker.compose.project'] ?? null,
      service: labels['com.docker.compose.service'] ?? null,
      projectFile: files?.split(',', 1)[0] ?? null,
    },
  };
}

/** All containers, or those of the given ids that still exist. */
export async function listContainers(
  connection: DockerConnection,
  ids: readonly string[] | null,
  signal: AbortSignal,
): Promise<ListedContainer[]> {
  const answer = await requestJson(connection.docker, {
    method: 'GET',
    path: apiPath`/containers/json`,
    query: { all: '1', ...(ids === null ? {} : { filters: JSON.stringify({ id: ids }) }) },
    signal,
  });
  const readAtMs = Date.now();
  return check(z.array(rawContainer), answer).map((raw) => toListedContainer(raw, readAtMs));
}

const rawState = z.object({
  State: z.object({ OOMKilled: z.boolean().optional() }),
});

/** Whether the kernel ended it for want of memory; the list does not tell. */
export async function wasOutOfMemory(connection: DockerConnection, id: string, signal: AbortSignal): Promise<boolean> {
  const answer = await requestJson(connection.docker, { method: 'GET', path: apiPath`/containers/${id}/json`, signal });
  return check(rawState, answer).State.OOMKilled ?? false;
}

/** The daemon's own record, as text. */
export async function inspectContainer(connection: DockerConnection, id: string, signal: AbortSignal): Promise<string> {
  const response = await send(connection.docker, { method: 'GET', path: apiPath`/containers/${id}/json`, signal });
  return (await readBody(response, signal)).toString('utf8');
}

/** What the docker CLI (26.1) sends empty and the daemon would else keep as null: the record is the same whoever made the container. */
export const emptyAsTheCliSends = {
  BlkioDeviceReadBps: [],
  BlkioDeviceReadIOps: [],
  BlkioDeviceWriteBps: [],
  BlkioDeviceWriteIOps: [],
  BlkioWeightDevice: [],
  Devices: [],
  Dns: [],
  DnsOptions: [],
  DnsSearch: [],
  Ulimits: [],
};

const created = z.object({ Id: z.string() });

/** Creates a container as `docker run --detach` would, without starting it, and answers with its id. */
export async function createContainer(
  connection: DockerConnection,
  request: RunRequest,
  signal: AbortSignal,
): Promise<string> {
  const ports = request.ports.map(({ hostPort, containerPort, protocol }) => ({
    key: `${containerPort}/${protocol}`,
    binding: { HostIp: '', HostPort: hostPort === null ? '' : String(hostPort) },
  }));
  const bindings = Object.fromEntries(
    ports.map(({ key }) => [key, ports.filter((port) => port.key === key).map(({ binding }) => binding)]),
  );
  const answer = await requestJson(connection.streams, {
    method: 'POST',
    path: apiPath`/containers/create`,
    query: request.name === null ? {} : { name: request.name },
    body: {
      Image: request.image,
      ExposedPorts: Object.fromEntries(ports.map(({ key }) => [key, {}])),
      HostConfig: { ...emptyAsTheCliSends, PortBindings: bindings },
    },
    signal,
  });
  return check(created, answer).Id;
}

/** Starts it; one that runs already is left as it is (304). */
export async function startContainer(connection: DockerConnection, id: string, signal: AbortSignal): Promise<void> {
  await requestNothing(connection.streams, { method: 'POST', path: apiPath`/containers/${id}/start`, signal });
}

/** Asks it to end, and ends it by force after its own stop timeout (10 s unless set). */
export async function stopContainer(connection: DockerConnection, id: string, signal: AbortSignal): Promise<void> {
  await requestNothing(connection.streams, { method: 'POST', path: apiPath`/containers/${id}/stop`, signal });
}

/** Stops and starts it. */
export async function restartContainer(connection: DockerConnection, id: string, signal: AbortSignal): Promise<void> {
  await requestNothing(connection.streams, { method: 'POST', path: apiPath`/containers/${id}/restart`, signal });
}

/** Removes it. `force` ends a running one; `volumes` takes its anonymous volumes along. */
export async function removeContainer(
  connection: DockerConnection,
  id: string,
  options: { readonly force: boolean; readonly volumes: boolean },
  signal: AbortSignal,
): Promise<void> {
  await requestNothing(connection.streams, {
    method: 'DELETE',
    path: apiPath`/containers/${id}`,
    query: { force: String(options.force), v: String(options.volumes) },
    signal,
  });
}
