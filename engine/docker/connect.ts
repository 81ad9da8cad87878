import { Agent, type ClientRequest, type IncomingMessage } from 'node:http';
import { inspect } from 'node:util';
import Docker from 'dockerode';
import { z } from 'zod';
import type { EngineInfo } from '../contract/engine.ts';
import { BackOff } from '../platform/back-off.ts';
import { EngineError } from '../platform/engine-error.ts';
import type { Waiters } from '../platform/waiters.ts';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
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

/** One engine, whichever is chosen. */
export interface EngineAddress {
  /** The connection's id, as in the contract. */
  readonly id: string;
  readonly socketPath: string;
}

/** A negotiated connection to one daemon; close it with `using`. */
export interface DockerConnection extends Disposable {
  readonly socketPath: string;
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

function createAgent(options: ConstructorParameters<typeof Agent>[0]): Agent {
  const agent = new Agent(options);
  // docker-modem 5.0.7 prints every option of every request for its debug log, also when nobody reads that; an agent is
  // a large tree and costs milliseconds.
  Object.defineProperty(agent, inspect.custom, { value: () => 'Agent' });
  refuseRedirects(agent);
  return agent;
}

/**
 * Hides where an engine redirects to. docker-modem 5.0.7 follows a redirect by itself, to TCP port 80 of this computer where the
 * engine listens on a socket, and throws in an event where it cannot. No answer of the Engine API is a redirect: a daemon sends one for
 * a path that its router cleans. Every request passes `addRequest` before its answer (Node 16 to 24, `_http_agent`).
 */
function refuseRedirects(agent: Agent): void {
  const addRequest = Reflect.get(agent, 'addRequest', agent) as (request: ClientRequest, options: object) => void;
  Object.defineProperty(agent, 'addRequest', {
    value: (request: ClientRequest, options: object) => {
      request.prependListener('response', ({ headers }: IncomingMessage) => {
        delete headers.location;
      });
      addRequest.call(agent, request, options);
    },
  });
}

function createRequestAgent(): Agent {
  return createAgent({ keepAlive: true, maxSockets: 16, maxFreeSockets: 4 });
}

/** `agent` is handed on to docker-modem (5.0.7, modem.js); the published types trail behind. */
function createDocker(options: Docker.DockerOptions & { agent: Agent }): Docker {
  return new Docker(options);
}

/** Connects to a daemon at a unix socket. Throws `unreachable`, `unauthorized`, `unsupported` or `timeout`. */
export async function connectToDocker(socketPath: string, signal: AbortSignal): Promise<DockerConnection> {
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(helloTimeoutMs)]);
  const agent = createRequestAgent();
  try {
    const unversioned = createDocker({ socketPath, agent });
    const [version, info] = await Promise.all([
      requestJson(unversioned, { method: 'GET', path: apiPath`/version`, signal: deadline }),
      requestJson(unversioned, { method: 'GET', path: apiPath`/info`, signal: deadline }),
    ]).then(([v, i]) => [check(versionAnswer, v), check(infoAnswer, i)] as const);
    const apiVersion = negotiateApi(version.ApiVersion, version.MinAPIVersion ?? '1.12');
    return toConnection(socketPath, agent, {
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
export function connectBeside({ socketPath, info }: DockerConnection): DockerConnection {
  return toConnection(socketPath, createRequestAgent(), info);
}

/**
 * Connects as soon as the daemon at this socket answers; tries at once when `answers` wakes its
 * waiters. Throws `unauthorized`, `unsupported`, and the reason of the abort.
 */
export async function connectOnceBack(
  socketPath: string,
  answers: Waiters,
  signal: AbortSignal,
): Promise<DockerConnection> {
  for (const backOff = new BackOff(firstRetryMs, longestRetryMs); ;) {
    try {
      return await connectToDocker(socketPath, signal);
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

function toConnection(socketPath: string, agent: Agent, info: EngineInfo): DockerConnection {
  const streamAgent = createAgent({ keepAlive: false });
  const version = `v${info.apiVersion}`;
  return {
    socketPath,
    docker: createDocker({ socketPath, agent, version }),
    streams: createDocker({ socketPath, agent: streamAgent, version }),
    info,
    [Symbol.dispose]() {
      agent.destroy();
      streamAgent.destroy();
    },
  };
}
