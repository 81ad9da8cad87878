import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import type { Connection } from '../contract/engines.ts';
import { parseEndpoint, toEndpoint } from '../docker/address.ts';
import { readFileIfAny } from '../platform/atomic-file.ts';
import { toDockerConfigDir } from '../platform/docker-config-dir.ts';
import { EngineError } from '../platform/engine-error.ts';

/** The engine that Berth brings along. */
export const bundledConnection: Connection = { id: 'bundled', kind: 'bundled', name: '', endpoint: '' };

const contextMeta = z.object({
  Name: z.string(),
  Endpoints: z.object({ docker: z.object({ Host: z.string().optional() }).optional() }),
});

function socketConnection(socketPath: string): Connection {
  const endpoint = toEndpoint({ kind: 'unix', path: socketPath });
  return { id: `socket:${socketPath}`, kind: 'socket', name: socketPath, endpoint };
}

/** The docker contexts at unix sockets, as `docker context create` writes them: `contexts/meta/<sha256 of the name>/meta.json`. */
export async function readContexts(env: NodeJS.ProcessEnv): Promise<Connection[]> {
  const metaDir = path.join(toDockerConfigDir(env), 'contexts', 'meta');
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
  const text = await readFileIfAny(file).catch(() => null);
  if (text === null) return null;
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    // The docker CLI passes over a context that it cannot read, and so do we.
    return null;
  }
  const meta = contextMeta.safeParse(parsed);
  const host = meta.data?.Endpoints.docker?.Host;
  if (!meta.success || host === undefined || parseEndpoint(host) === null) return null;
  return { id: `context:${meta.data.Name}`, kind: 'context', name: meta.data.Name, endpoint: host };
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

/** Every engine at a unix socket that this machine's docker contexts and usual places name; each socket once. */
export async function findConnections(env: NodeJS.ProcessEnv): Promise<Connection[]> {
  const candidates = [...(await readContexts(env)), ...usualSockets(env).map(socketConnection)];
  const seen = new Set<string>();
  const found: Connection[] = [];
  for (const connection of candidates) {
    const address = parseEndpoint(connection.endpoint);
    const real = address === null ? null : await realpath(address.path).catch(() => null);
    // No such file: nothing listens there.
    if (real === null || seen.has(real)) continue;
    seen.add(real);
    found.push(connection);
  }
  return found;
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

function splitId(text: string): ['socket' | 'context', string] {
  if (text.startsWith('socket:')) return ['socket', text.slice('socket:'.length)];
  if (text.startsWith('context:')) return ['context', text.slice('context:'.length)];
  const socketPath = parseEndpoint(text)?.path ?? text;
  return socketPath.startsWith('/') ? ['socket', socketPath] : ['context', text];
}
