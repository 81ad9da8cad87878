import Docker from 'dockerode';
import { z } from 'zod';
import type { EngineInfo } from '../contract/engines.ts';
import { BackOff } from '../platform/back-off.ts';
import { EngineError } from '../platform/engine-error.ts';
import type { Waiters } from '../platform/waiters.ts';
import type { EngineAddress } from './address.ts';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
import { DialAgent } from './dial/dial-agent.ts';
import { dial } from './dial/dial.ts';
import { requestJson } from './request.ts';

/** The oldest Engine API that Berth speaks (Docker 20.10). */
const oldestApi = '1.41';
/** The newest that it was written against (Docker 28); a newer daemon answers in this one. */
export const newestApi = '1.51';

/** How long a daemon may take to say its version; one that hangs longer counts as not answering. */
const helloTimeoutMs = 5_000;
/** Between two tries to reach a daemon that is away. The longest is for one that never comes back. */
const firstRetryMs = 100;
const longestRetryMs = 30_000;

/** A negotiated connection to one daemon; close it with `using`. */
export interface DockerConnection extends Disposable {
  readonly address: EngineAddress;
  /** For what the daemon answers at once, at most 16 at a time. Connections are kept, which saves a connect per request. */
  readonly docker: Docker;
  /**
   * For what may take more than a second by its nature: streams, and calls that wait for programs, disks or registries. Each has a
   * connection of its own, so that neither these nor those of `docker` wait for one that is slow.
   */
  readonly streams: Docker;
  readonly info: EngineInfo;
}

const versionAnswer = z.object({
  Version: z.string(),
  ApiVersion: z.string(),
  MinAPIVersion: z.string().optional(),
  Os: z.string().optional(),
  Arch: z.string().optional(),
});

const infoAnswer = z.object({
  NCPU: z.number().optional(),
  MemTotal: z.number().optional(),
  OperatingSystem: z.string().optional(),
});

/** Compares API versions such as `1.9` and `1.41` as numbers. Negative when `a` is older. */
export function compareApiVersions(a: string, b: string): number {
  const [aMajor = 0, aMinor = 0] = a.split('.').map(Number);
  const [bMajor = 0, bMinor = 0] = b.split('.').map(Number);
  return aMajor - bMajor || aMinor - bMinor;
}

/** The version to speak with a daemon whose newest is `daemonApi` and oldest `daemonMinimum`. Throws `unsupported`. */
export function negotiateApi(daemonApi: string, daemonMinimum: string): string {
  if (compareApiVersions(daemonApi, oldestApi) < 0) {
    throw new EngineError('unsupported', `The engine speaks API ${daemonApi}; Berth needs ${oldestApi} or newer.`, {
      reason: 'api-too-old',
      params: { version: daemonApi, needed: oldestApi },
    });
  }
  if (compareApiVersions(daemonMinimum, newestApi) > 0) return daemonApi;
  return compareApiVersions(daemonApi, newestApi) < 0 ? daemonApi : newestApi;
}

function createRequestAgent(address: EngineAddress): DialAgent {
  return new DialAgent({ dial: (signal) => dial(address, signal), keepAlive: true, maxRequests: 16 });
}

/**
 * Makes a client whose sockets all come from its agent. docker-modem 5.0.7 takes the agent as an
 * option (the published types trail behind) and wants a socket's path beside it, which nothing
 * connects to. Its constructor reads DOCKER_HOST, prefers that to what it is given, and throws
 * where it cannot read it, so it must not see the variable.
 */
function createDocker(agent: DialAgent, version?: string): Docker {
  const options: Docker.DockerOptions & { agent: DialAgent } = { socketPath: '/by-agent', agent };
  const { DOCKER_HOST: host } = process.env;
  delete process.env['DOCKER_HOST'];
  try {
    return new Docker(version === undefined ? options : { ...options, version });
  } finally {
    if (host !== undefined) process.env['DOCKER_HOST'] = host;
  }
}

/** Connects to a daemon. Throws `unreachable`, `unauthorized`, `unsupported` or `timeout`. */
export async function connectToDocker(address: EngineAddress, signal: AbortSignal): Promise<DockerConnection> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(helloTimeoutMs)]);
  const agent = createRequestAgent(address);
  try {
    const unversioned = createDocker(agent);
    const [version, info] = await Promise.all([
      requestJson(unversioned, { method: 'GET', path: apiPath`/version`, signal: deadline }),
      requestJson(unversioned, { method: 'GET', path: apiPath`/info`, signal: deadline }),
    ]).then(([v, i]) => [check(versionAnswer, v), check(infoAnswer, i)] as const);
    const apiVersion = negotiateApi(version.ApiVersion, version.MinAPIVersion ?? '1.12');
    return toConnection(address, agent, {
      version: version.Version,
      apiVersion,
      os: info.OperatingSystem ?? version.Os ?? '',
      architecture: version.Arch ?? '',
      cpus: info.NCPU ?? 0,
      memoryBytes: info.MemTotal ?? 0,
    });
  } catch (error) {
    agent.destroy();
    throw error;
  }
}

/**
 * Opens a second connection to the same daemon. It stays open when the first one closes, and its
 * requests do not queue behind those of the first.
 */
export function connectBeside({ address, info }: DockerConnection): DockerConnection {
  return toConnection(address, createRequestAgent(address), info);
}

/**
 * Connects as soon as the daemon at this address answers; tries at once when `answers` wakes its
 * waiters. Throws `unauthorized`, `unsupported`, and the reason of the abort.
 */
export async function connectOnceBack(
  address: EngineAddress,
  answers: Waiters,
  signal: AbortSignal,
): Promise<DockerConnection> {
  for (const backOff = new BackOff(firstRetryMs, longestRetryMs); ;) {
    try {
      return await connectToDocker(address, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!isAway(error)) throw error;
    }
    await backOff.wait(signal, answers);
  }
}

/** Whether a daemon did not answer, and may do so later. */
export function isAway(error: unknown): boolean {
  return error instanceof EngineError && (error.code === 'unreachable' || error.code === 'timeout');
}

function toConnection(address: EngineAddress, agent: DialAgent, info: EngineInfo): DockerConnection {
  const streamAgent = new DialAgent({
    dial: (signal) => dial(address, signal),
    keepAlive: false,
    maxRequests: Infinity,
  });
  const version = `v${info.apiVersion}`;
  return {
    address,
    docker: createDocker(agent, version),
    streams: createDocker(streamAgent, version),
    info,
    [Symbol.dispose]() {
      agent.destroy();
      streamAgent.destroy();
    },
  };
}
