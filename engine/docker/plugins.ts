import { z } from 'zod';
import type { Plugin } from '../contract/plugins.ts';
import { EngineError } from '../platform/engine-error.ts';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { requestJson, requestNothing } from './request.ts';

/** How long the engine waits for a plugin that it enables to listen; what the docker CLI asks for. */
const enableTimeoutSeconds = 30;

const rawPlugin = z.object({
  Id: z.string(),
  Name: z.string(),
  Enabled: z.boolean(),
  Config: z.object({
    Description: z.string().nullish(),
    Interface: z
      .object({ Types: z.array(z.union([z.string(), z.object({ Capability: z.string() })])).nullish() })
      .nullish(),
  }),
});

/** One record of `GET /plugins`, normalised. A type is `docker.volumedriver/1.0`, or the same in parts (moby `types.PluginInterfaceType`). */
function toPlugin({ Id, Name, Enabled, Config }: z.infer<typeof rawPlugin>): Plugin {
  const types = (Config.Interface?.Types ?? []).map((type) => (typeof type === 'string' ? type : type.Capability));
  return {
    id: Id,
    name: Name,
    description: Config.Description ?? '',
    isEnabled: Enabled,
    types: types.map((type) => type.replace(/^docker\./, '').replace(/\/.*$/, '')),
  };
}

/** All managed plugins; none of an engine that has no such thing, as Podman. */
export async function listPlugins(connection: DockerConnection, signal: AbortSignal): Promise<Plugin[]> {
  try {
    const raw = await requestJson(connection.docker, { method: 'GET', path: apiPath`/plugins`, signal });
    return check(z.array(rawPlugin).nullable(), raw)?.map(toPlugin) ?? [];
  } catch (error) {
    if (error instanceof EngineError && error.code === 'not-found') return [];
    throw error;
  }
}

/** As `docker plugin enable`. Throws what the daemon says, as where the plugin does not listen. */
export async function enablePlugin(connection: DockerConnection, id: string, signal: AbortSignal): Promise<void> {
  const query = { timeout: String(enableTimeoutSeconds) };
  await requestNothing(connection.streams, { method: 'POST', path: apiPath`/plugins/${id}/enable`, query, signal });
}

/** As `docker plugin disable [--force]`. Throws `conflict` or `rejected` for one that is in use. */
export async function disablePlugin(
  connection: DockerConnection,
  id: string,
  options: { readonly force: boolean },
  signal: AbortSignal,
): Promise<void> {
  const query = { force: String(options.force) };
  await requestNothing(connection.streams, { method: 'POST', path: apiPath`/plugins/${id}/disable`, query, signal });
}
