import { describe, expect, test } from 'vitest';
import type { Registry } from '../../../engine/contract/registries.ts';
import { registryLook } from './registry-look.ts';

const nowMs = Date.UTC(2026, 0, 1, 12);
const dayMs = 86_400_000;

function kindOf(state: Registry['state'], expiresAtMs: number | null = null): string {
  return registryLook({ state, expiresAtMs, account: 'mira' }, nowMs).kind;
}

describe('the state of a registry', () => {
  test.each(['signed-in', 'unchecked', 'refused', 'unreachable', 'signed-out'] as const)(
    '%s is said as it is',
    (state) => {
      expect(kindOf(state)).toBe(state);
      expect(kindOf(state, nowMs + 30 * dayMs)).toBe(state);
    },
  );

  test('a token that ends within a week says so, and how long it lasts', () => {
    expect(registryLook({ state: 'signed-in', expiresAtMs: nowMs + 6.5 * dayMs, account: '' }, nowMs)).toMatchObject({
      kind: 'ends',
      glyph: 'unhealthy',
      daysLeft: 6,
    });
    expect(registryLook({ state: 'unchecked', expiresAtMs: nowMs + 1, account: 'a' }, nowMs).daysLeft).toBe(0);
  });

  test('one that ended is why it is refused', () => {
    expect(kindOf('signed-in', nowMs)).toBe('ended');
    expect(kindOf('refused', nowMs - dayMs)).toBe('ended');
    expect(kindOf('unreachable', nowMs - dayMs)).toBe('unreachable');
  });

  test('where nobody is signed in there is no token to end', () => {
    expect(registryLook({ state: 'unchecked', expiresAtMs: nowMs - dayMs, account: null }, nowMs).kind).toBe(
      'unchecked',
    );
  });
});
