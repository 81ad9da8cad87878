import type { Registry } from '../contract/registries.ts';

export type RateLimit = NonNullable<Registry['limit']>;

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * What a registry says of the pulls that are left: `ratelimit-limit: 100;w=21600` and `ratelimit-remaining: 76;w=21600` (Docker Hub,
 * 'Pull usage and limits'; the window in seconds may be left out). Null where it does not say.
 */
export function toRateLimit(headers: Headers): RateLimit | null {
  const limit = parse(headers['ratelimit-limit'] ?? headers['x-ratelimit-limit']);
  const remaining = parse(headers['ratelimit-remaining'] ?? headers['x-ratelimit-remaining']);
  if (limit === null || remaining === null) return null;
  return {
    total: limit.count,
    remaining: Math.min(limit.count, remaining.count),
    windowSeconds: limit.windowSeconds ?? remaining.windowSeconds,
  };
}

/** When to ask again, in seconds: `Retry-After` as seconds or as a date (RFC 9110, 10.2.3). Null where it does not say. */
export function toRetrySeconds(headers: Headers, nowMs: number): number | null {
  const value = headers['retry-after'];
  if (typeof value !== 'string') return null;
  if (/^\d{1,9}$/.test(value.trim())) return Number(value.trim());
  const atMs = Date.parse(value);
  return Number.isNaN(atMs) ? null : Math.max(0, Math.ceil((atMs - nowMs) / 1000));
}

function parse(
  value: string | readonly string[] | undefined,
): { readonly count: number; readonly windowSeconds: number | null } | null {
  if (typeof value !== 'string') return null;
  const [, count, window] = /^\s*(\d{1,12})(?:\s*;\s*w=(\d{1,9}))?/.exec(value) ?? [];
  if (count === undefined) return null;
  return { count: Number(count), windowSeconds: window === undefined ? null : Number(window) };
}
