import { z } from 'zod';
import type { Volume } from '../contract/volumes.ts';
import { apiPath } from './api-path.ts';
import { check } from './check.ts';
import type { DockerConnection } from './connect.ts';
import { requestJson } from './request.ts';

const rawVolume = z.object({
  Name: z.string(),
  Driver: z.string(),
  CreatedAt: z.string().nullish(),
  Labels: z.record(z.string(), z.string()).nullish(),
});

const answer = z.object({ Volumes: z.array(rawVolume).nullish() });

/** One record of `GET /volumes`, normalised. */
export function toVolume(raw: z.infer<typeof rawVolume>): Volume {
  const createdAtMs = Date.parse(raw.CreatedAt ?? '');
  return {
    id: raw.Name,
    driver: raw.Driver,
    createdAtMs: Number.isNaN(createdAtMs) ? null : createdAtMs,
    project: raw.Labels?.['com.docker.compose.project'] ?? null,
  };
}

/** All volumes. */
export async function listVolumes(connection: DockerConnection, signal: AbortSignal): Promise<Volume[]> {
  const raw = await requestJson(connection.docker, { method: 'GET', path: apiPath`/volumes`, signal });
  return (check(answer, raw).Volumes ?? []).map(toVolume);
}
