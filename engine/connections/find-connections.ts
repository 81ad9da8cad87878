import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { Connection } from '../contract/engines.ts';
import { type EngineAddress, parseEndpoint, toEndpoint } from '../docker/address.ts';
import { readFileIfAny } from '../platform/atomic-file.ts';
import { EngineError } from '../platform/engine-error.ts';
import { parseContextMeta, toContextsDir } from './context-file.ts';

/** The engine that Berth brings along. */
export const bundledConnection: Connection = { id: 'bundled', kind: 'bundled', name: '', endpoint: '' };

function socketConnection(socketPath: string): Connection {
  const endpoint = toEndpoint({ kind: 'unix', path: socketPath });
  return { id: `socket:${socketPath}`, kind: 'socket', name: socketPath, endpoint };
}

/** The docker contexts at unix sockets, as `docker context create` writes them. */
export async function readContexts(env: NodeJS.ProcessEnv): Promise<Connection[]> {
  const metaDir = toContextsDir(env);
  let folders: string[];
  try {
    folders = await readdir(metaDir);
  } catch {
    // No folder, or one that may not be read: then there are no contexts to offer.
    return [];
  }
  const found = await Promise.all(folders.map((folder) => readContext(path.join(metaDir, folder, 'meta.json'))));
  return found.filter((connection) => connection !== null);
}

async function readContext(file: string): Promise<Connection | null> {
  // The docker CLI passes over a context that it cannot read, and so do we.
  const meta = parseContextMeta((await readFileIfAny(file).catch(() => null)) ?? '');
  const host = meta?.Endpoints.docker?.Host;
  if (meta === null || host === undefined || parseEndpoint(host) === null) return null;
  return { id: `context:${meta.Name}`, kind: 'context', name: meta.Name, endpoint: host };
}

/** Where engines usually listen on Linux: Docker, Docker rootless, Docker Desktop, Podman. */
function usualSockets(env: NodeJS.ProcessEnv): string[] {
  const home = env['HOME'];
  const runtimeDir = env['XDG_RUNTIME_DIR'];
  const named = parseEndpoint(env['DOCKER_HOST'] ?? '');
  return [
    ...(named === null ? [] : [named.path]),
    '/var/run/docker.sock',
    ...(runtimeDir === undefined ? [] : [`${runtimeDir}/docker.sock`, `${runtimeDir}/podman/podman.sock`]),
    ...(home === undefined ? [] : [`${home}/.docker/run/docker.sock`, `${home}/.docker/desktop/docker.sock`]),
    '/run/podman/podman.sock',
  ];
}

/**
 * Every engine at a unix socket that this machine's docker contexts and usual places name; each
 * socket once, and the bundled engine's never.
 */
export async function findConnections(env: NodeJS.ProcessEnv, bundled: EngineAddress): Promise<Connection[]> {
  const candidates = [...(await readContexts(env)), ...usualSockets(env).map(socketConnection)];
  const own = await toRealPath(toEndpoint(bundled));
  const seen = new Set<string>();
  const found: Connection[] = [];
  for (const connection of candidates) {
    const real = await toRealPath(connection.endpoint);
    // No such file: nothing listens there.
    if (real === null || real === own || seen.has(real)) continue;
    seen.add(real);
    found.push(connection);
  }
  return found;
}

/** The file at the end of all links of an endpoint's socket; null where there is none. */
async function toRealPath(endpoint: string): Promise<string | null> {
  const address = parseEndpoint(endpoint);
  return address === null ? null : realpath(address.path).catch(() => null);
}

/** The connection of an id, or of what `--host-engine` was given: a context's name, a socket's path or a unix:// address. Throws `not-found`. */
export async function parseConnection(text: string, env: NodeJS.ProcessEnv): Promise<Connection> {
  if (text === bundledConnection.id) return bundledConnection;
  const [kind, rest] = splitId(text);
  if (kind === 'socket') return socketConnection(rest);
  const context = (await readContexts(env)).find(({ name }) => name === rest);
  if (context !== undefined) return context;
  throw new EngineError('not-found', `There is no docker context called ${rest} with a unix socket.`);
}

/**
 * The kind of an id and what it names; what is no id counts as a socket when it is a path or an
 * address, else as a context.
 */
export function splitId(text: string): ['socket' | 'context', string] {
  if (text.startsWith('socket:')) return ['socket', text.slice('socket:'.length)];
  if (text.startsWith('context:')) return ['context', text.slice('context:'.length)];
  const socketPath = parseEndpoint(text)?.path ?? text;
  return socketPath.startsWith('/') ? ['socket', socketPath] : ['context', text];
}
