import type { Registry } from '../../../engine/contract/registries.ts';
import type { Status, Tone } from '../../ui/status.ts';

/** What is to be said of a registry. `ends`: the token soon ends · `ended`: it has. */
export type RegistryStateKind = 'signed-in' | 'unchecked' | 'refused' | 'unreachable' | 'signed-out' | 'ends' | 'ended';

export interface RegistryLook {
  readonly kind: RegistryStateKind;
  readonly glyph: Status;
  readonly tone: Tone;
  /** Of a token that soon ends: whole days that are left; 0 is today. */
  readonly daysLeft: number;
}

const dayMs = 86_400_000;
/** A week is time enough to make another one. */
const warnsDays = 7;

/** The state of a registry, with the end of its token: one that is refused says so first. */
export function registryLook(
  { state, expiresAtMs, account }: Pick<Registry, 'state' | 'expiresAtMs' | 'account'>,
  nowMs: number,
): RegistryLook {
  const daysLeft = expiresAtMs === null ? Infinity : Math.max(0, Math.floor((expiresAtMs - nowMs) / dayMs));
  const hasEnded = expiresAtMs !== null && expiresAtMs <= nowMs;
  switch (state) {
    case 'signed-out':
      return { kind: 'signed-out', glyph: 'stopped', tone: 'idle', daysLeft };
    case 'refused':
      return { kind: hasEnded ? 'ended' : 'refused', glyph: 'failed', tone: 'bad', daysLeft };
    case 'unreachable':
      return { kind: 'unreachable', glyph: 'unreachable', tone: 'bad', daysLeft };
    case 'signed-in':
    case 'unchecked':
      if (account !== null && hasEnded) return { kind: 'ended', glyph: 'failed', tone: 'bad', daysLeft };
      if (account !== null && daysLeft <= warnsDays)
        return { kind: 'ends', glyph: 'unhealthy', tone: 'warn', daysLeft };
      return state === 'signed-in'
        ? { kind: 'signed-in', glyph: 'healthy', tone: 'ok', daysLeft }
        : { kind: 'unchecked', glyph: 'created', tone: 'idle', daysLeft };
  }
}
