import { describe, expect, test } from 'vitest';
import type { EngineStatus } from '../../../engine/contract/engine.ts';
import { createI18n } from '../../i18n/create-i18n.ts';
import { engineName, failureWords, versionFact } from './engine-words.ts';
import { needsEngineScreen } from './needs-engine-screen.ts';

const { t } = createI18n('en');

const status = (state: EngineStatus['state'], more: Partial<EngineStatus> = {}): EngineStatus => ({
  connection: { id: 'bundled', kind: 'bundled', name: '', endpoint: '' },
  shell: { kind: 'default' },
  state,
  sinceMs: 0,
  info: null,
  steps: [],
  missing: [],
  problem: null,
  retryAtMs: null,
  notes: [],
  ...more,
});

describe('names of engines', () => {
  test('the bundled one and the usual one have plain names, the others their own', () => {
    expect(engineName({ kind: 'bundled', name: '' }, t)).toBe('Bundled engine');
    expect(engineName({ kind: 'socket', name: '/var/run/docker.sock' }, t)).toBe('Docker on this computer');
    expect(engineName({ kind: 'socket', name: '/tmp/other.sock' }, t)).toBe('/tmp/other.sock');
    expect(engineName({ kind: 'context', name: 'colima' }, t)).toBe('colima');
  });

  test('the address is told once', () => {
    const socket = { kind: 'socket', name: '/tmp/other.sock', endpoint: 'unix:///tmp/other.sock' } as const;
    expect(versionFact(socket, '28.1', t)).toBe('Docker 28.1');
    expect(versionFact({ ...socket, name: '/run/docker.sock' }, '28.1', t)).toBe('Docker 28.1, unix:///tmp/other.sock');
  });
});

test('every reason has words, also one that the page does not know', () => {
  expect(failureWords('no-space', t).why).toContain('disk is full');
  expect(failureWords('something new', t)).toEqual(failureWords('internal', t));
});

describe('the engine’s own screen', () => {
  test('stands where there is nothing else to show', () => {
    for (const state of ['failed', 'unavailable', 'stopped', 'stopping', 'starting'] as const) {
      expect(needsEngineScreen(status(state))).toBe(true);
    }
    expect(needsEngineScreen(status('lost'))).toBe(true);
  });

  test('leaves lists that were read in view when the engine is lost', () => {
    const info = { version: '28', apiVersion: '1.48', os: 'Linux', architecture: 'amd64', cpus: 2, memoryBytes: 1 };
    expect(needsEngineScreen(status('lost', { info }))).toBe(false);
    expect(needsEngineScreen(status('running', { info }))).toBe(false);
  });

  test('does not stand before another engine’s first answer, which comes at once or not at all', () => {
    const connection = { id: 'context:x', kind: 'context', name: 'x', endpoint: '' } as const;
    expect(needsEngineScreen(status('starting', { connection }))).toBe(false);
  });
});
