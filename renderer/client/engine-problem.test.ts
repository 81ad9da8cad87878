import { ORPCError } from '@orpc/client';
import { describe, expect, test } from 'vitest';
import { errorCodes, errorReasons } from '../../engine/contract/errors.ts';
import { toEngineProblem } from './engine-problem.ts';

describe('problems', () => {
  test.each(errorCodes)('knows the code %s', (code) => {
    const data = { reason: 'none', params: {}, detail: 'words', callId: 'c1' };
    expect(toEngineProblem(new ORPCError(code, { data }))).toEqual({ code, ...data });
  });

  test.each(errorReasons)('knows the reason %s', (reason) => {
    const data = { reason, params: { port: '80' }, detail: '', callId: 'c1' };
    expect(toEngineProblem(new ORPCError('conflict', { data, message: 'shown' }))).toEqual({
      code: 'conflict',
      ...data,
      detail: 'shown',
    });
  });

  test('takes the library’s own errors and plain ones as internal', () => {
    expect(toEngineProblem(new ORPCError('BAD_REQUEST', { message: 'no' }))).toMatchObject({
      code: 'internal',
      reason: 'none',
      detail: 'no',
    });
    expect(toEngineProblem(new Error('boom'))).toMatchObject({ code: 'internal', detail: 'boom' });
    expect(toEngineProblem(new DOMException('', 'AbortError'))).toMatchObject({ code: 'cancelled' });
  });

  test('survives data of another shape', () => {
    const data = { reason: 5, params: { port: 80, name: 'x' }, detail: null };
    expect(toEngineProblem(new ORPCError('timeout', { data }))).toMatchObject({
      code: 'timeout',
      reason: 'none',
      params: { name: 'x' },
    });
  });
});
