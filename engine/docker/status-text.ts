import type { Container } from '../contract/containers.ts';

/** What the daemon's `Status` text says beyond the state. */
export interface StatusFacts {
  readonly health: Container['health'];
  readonly exitCode: number | null;
  /** How long it has been in its state, between these bounds; null when the text names no time. */
  readonly ageMs: { readonly min: number; readonly max: number } | null;
}

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

const units: Record<string, number> = {
  second,
  minute,
  hour,
  day,
  week: 7 * day,
  month: 30 * day,
  year: 365 * day,
};

/**
 * The range of durations that go-units `HumanDuration` prints as `words` ('Less than a second', 'About an hour', '3 weeks').
 * Hours are rounded to the nearest there, all else is cut; the year is cut after being taken as a fraction of 365 days.
 */
export function parseHumanDuration(words: string): { min: number; max: number } | null {
  if (words.startsWith('Less than a second')) return { min: 0, max: second };
  if (words.startsWith('About a minute')) return { min: minute, max: 2 * minute };
  if (words.startsWith('About an hour')) return { min: hour / 2, max: 1.5 * hour };
  const match = /^(\d+) (second|minute|hour|day|week|month|year)s?\b/.exec(words);
  if (match === null) return null;
  const count = Number(match[1]);
  const unitMs = units[match[2] ?? ''] ?? 0;
  if (match[2] === 'hour') return { min: (count - 0.5) * hour, max: (count + 0.5) * hour };
  return { min: count * unitMs, max: (count + 1) * unitMs };
}

/**
 * Reads a `Status` of the container list, as moby prints it (`container/state.go`, `State.String`): 'Up 2 hours (healthy)',
 * 'Exited (137) 3 days ago', 'Restarting (1) 5 seconds ago', 'Created', 'Dead', 'Removal In Progress'.
 */
export function parseStatusText(status: string): StatusFacts {
  const healthWords = /\((health: starting|healthy|unhealthy)\)/.exec(status)?.[1];
  const health =
    healthWords === 'health: starting' ? 'starting' : ((healthWords as Container['health'] | undefined) ?? 'none');
  const exit = /^(?:Exited|Restarting) \((-?\d+)\) ?(.*?)(?: ago)?$/.exec(status);
  if (exit !== null) {
    return { health, exitCode: Number(exit[1]), ageMs: parseHumanDuration(exit[2] ?? '') };
  }
  const up = /^Up (.+)$/.exec(status);
  return { health, exitCode: null, ageMs: up === null ? null : parseHumanDuration(up[1] ?? '') };
}
