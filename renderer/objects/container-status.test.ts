import { describe, expect, test } from 'vitest';
import { exitMeaningOf, needsAttention, statusOf } from './container-status.ts';
import { makeContainer } from './test/containers.ts';

const dayMs = 24 * 60 * 60 * 1000;

describe('the status of a container', () => {
  test.each([
    [{ state: 'running', health: 'healthy' }, 'healthy', 'healthy', 'ok', 'up'],
    [{ state: 'running' }, 'running', 'running', 'ok', 'up'],
    [{ state: 'running', health: 'starting' }, 'starting', 'starting', 'busy', 'for'],
    [{ state: 'running', health: 'unhealthy' }, 'unhealthy', 'unhealthy', 'warn', 'up'],
    [{ state: 'restarting', exitCode: 1 }, 'restarting', 'restarting', 'warn', 'for'],
    [{ state: 'paused', health: 'healthy' }, 'paused', 'paused', 'busy', 'ago'],
    [{ state: 'exited', exitCode: 0 }, 'finished', 'stopped', 'idle', 'ago'],
    [{ state: 'exited', exitCode: 143 }, 'stopped', 'stopped', 'idle', 'ago'],
    [{ state: 'exited', exitCode: 137 }, 'stopped', 'stopped', 'idle', 'ago'],
    [{ state: 'exited', exitCode: 130 }, 'stopped', 'stopped', 'idle', 'ago'],
    [{ state: 'exited', exitCode: null }, 'stopped', 'stopped', 'idle', 'ago'],
    [{ state: 'exited', exitCode: 1 }, 'failed', 'failed', 'bad', 'ago'],
    [{ state: 'exited', exitCode: 127 }, 'failed', 'failed', 'bad', 'ago'],
    [{ state: 'exited', exitCode: 139 }, 'crashed', 'failed', 'bad', 'ago'],
    [{ state: 'exited', exitCode: 134 }, 'crashed', 'failed', 'bad', 'ago'],
    [{ state: 'exited', exitCode: 137, outOfMemory: true }, 'out-of-memory', 'failed', 'bad', 'ago'],
    [{ state: 'dead', exitCode: 0 }, 'failed', 'failed', 'bad', 'ago'],
    [{ state: 'created' }, 'created', 'created', 'idle', 'never'],
    [{ state: 'removing' }, 'removing', 'removing', 'idle', 'none'],
  ] as const)('%o is %s', (given, kind, glyph, tone, sinceForm) => {
    expect(statusOf(makeContainer(given))).toMatchObject({ kind, glyph, tone, sinceForm });
  });

  test('severity puts what is broken before what runs, and what runs before what rests', () => {
    const severities = [
      { state: 'exited', exitCode: 137, outOfMemory: true },
      { state: 'exited', exitCode: 1 },
      { state: 'running', health: 'unhealthy' },
      { state: 'restarting' },
      { state: 'running', health: 'starting' },
      { state: 'running' },
      { state: 'created' },
      { state: 'exited', exitCode: 0 },
    ] as const;
    const found = severities.map((given) => statusOf(makeContainer(given)).severity);
    expect(found).toEqual([...found].sort((a, b) => a - b));
    expect(new Set(found).size).toBe(found.length);
  });

  test.each([
    [0, 'finished'],
    [1, 'program-error'],
    [2, 'other'],
    [125, 'docker-error'],
    [126, 'not-allowed'],
    [127, 'not-found'],
    [130, 'interrupted'],
    [137, 'forced'],
    [139, 'crashed'],
    [143, 'asked'],
  ] as const)('exit code %i means %s', (code, meaning) => {
    expect(exitMeaningOf(code)).toBe(meaning);
  });
});

describe('needs attention', () => {
  test.each([
    ['unhealthy, however long', { state: 'running', health: 'unhealthy', sinceMs: 0 }, true],
    ['restarting', { state: 'restarting', sinceMs: null }, true],
    ['failed an hour ago', { state: 'exited', exitCode: 1, sinceMs: 9 * dayMs }, true],
    ['failed days ago', { state: 'exited', exitCode: 1, sinceMs: 0 }, false],
    ['failed at an unknown time', { state: 'exited', exitCode: 1, sinceMs: null }, false],
    ['stopped', { state: 'exited', exitCode: 143, sinceMs: 9 * dayMs }, false],
    ['running', { state: 'running', sinceMs: 9 * dayMs }, false],
  ] as const)('%s', (_title, given, expected) => {
    expect(needsAttention(makeContainer(given), 9 * dayMs + 3_600_000)).toBe(expected);
  });
});
