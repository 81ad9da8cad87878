import { describe, expect, test } from 'vitest';
import type { KeepingPlaces } from '../../../engine/contract/registries.ts';
import { keepOf, keepsOf, placeOfKeep } from './use-keeping.ts';

const bare: KeepingPlaces = {
  place: null,
  problem: null,
  cloudHelper: null,
  helpers: [],
  configPath: '/home/a/.docker/config.json',
};
const withHelper: KeepingPlaces = {
  ...bare,
  place: { kind: 'helper', name: 'pass' },
  helpers: ['pass', 'secretservice'],
};

describe('where a secret is kept', () => {
  test('as the docker CLI would, where that is safe', () => {
    expect(keepOf(null, withHelper)).toEqual({ kind: 'as-docker' });
    expect(placeOfKeep({ kind: 'as-docker' }, withHelper)).toEqual({ kind: 'helper', name: 'pass' });
  });

  test('for this session where it would be plain text: plain text is never the first choice', () => {
    expect(keepOf(null, bare)).toEqual({ kind: 'session' });
    expect(keepsOf(bare).map(({ kind }) => kind)).toEqual(['session', 'plain-text']);
  });

  test('in the keychain that Berth brings a helper for, where Docker has none', () => {
    expect(keepOf(null, { ...bare, helpers: ['berth'] })).toEqual({ kind: 'helper', name: 'berth' });
  });

  test('with other helpers that work, the used one not twice', () => {
    expect(keepsOf(withHelper)).toEqual([
      { kind: 'as-docker' },
      { kind: 'helper', name: 'secretservice' },
      { kind: 'session' },
      { kind: 'plain-text' },
    ]);
  });

  test('not with a helper that is known not to work', () => {
    const problem = { code: 'rejected', reason: 'helper-missing', params: { helper: 'pass' }, detail: '' } as const;
    expect(keepOf(null, { ...withHelper, helpers: [], problem })).toEqual({ kind: 'session' });
  });

  test('where it was chosen, as long as that is offered', () => {
    expect(keepOf({ kind: 'helper', name: 'secretservice' }, withHelper)).toEqual({
      kind: 'helper',
      name: 'secretservice',
    });
    expect(keepOf({ kind: 'helper', name: 'secretservice' }, bare)).toEqual({ kind: 'session' });
    expect(keepOf({ kind: 'plain-text' }, bare)).toEqual({ kind: 'plain-text' });
  });
});
