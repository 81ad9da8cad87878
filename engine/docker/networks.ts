import { z } from 'zod';
import type { Network } from '../contract/networks.ts';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { requestJson } from './request.ts';

const rawNetwork = z.object({
  Id: z.string(),
  Name: z.string(),
  Driver: z.string().nullish(),
  Scope: z.string().nullish(),
  Created: z.string().nullish(),
  Labels: z.record(z.string(), z.string()).nullish(),
  IPAM: z.object({ Config: z.array(z.object({ Subnet: z.string().optional() })).nullish() }).nullish(),
});

/** One record of `GET /networks`, normalised. */
export function toNetwork(raw: z.infer<typeof rawNetwork>): Network {
  const createdAtMs = Date.parse(raw.Created ?? '');
  return {
    id: raw.Id,
    name: raw.Name,
    driver: raw.Driver ?? '',
    scope: raw.Scope ?? '',
    createdAtMs: Number.isNaN(createdAtMs) ? null : createdAtMs,
    project: raw.Labels?.['com.docker.compose.project'] ?? null,
    subnets: (raw.IPAM?.Config ?? []).flatMap(({ Subnet }) => (Subnet === undefined ? [] : [Subnet])),
  };
}

/** All networks. */
export async function listNetworks(connection: DockerConnection, signal: AbortSignal): Promise<Network[]> {
  const answer = await requestJson(connection.docker, { method: 'GET', path: apiPath`/networks`, signal });
  return check(z.array(rawNetwork), answer).map(toNetwork);
}
