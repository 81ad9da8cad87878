import { z } from 'zod';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { requestJson } from './request.ts';

const infoAnswer = z.object({
  RegistryConfig: z
    .object({ IndexConfigs: z.record(z.string(), z.object({ Secure: z.boolean() })).nullish() })
    .nullish(),
});

/** The registries that an engine reaches by http or with any certificate, as it tells itself (`GET /info`). */
export async function listInsecureRegistries(connection: DockerConnection, signal: AbortSignal): Promise<string[]> {
  const answer = await requestJson(connection.docker, { method: 'GET', path: apiPath`/info`, signal });
  const configs = check(infoAnswer, answer).RegistryConfig?.IndexConfigs ?? {};
  return Object.entries(configs)
    .filter(([, { Secure }]) => !Secure)
    .map(([address]) => address);
}
