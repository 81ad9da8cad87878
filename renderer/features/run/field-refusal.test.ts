import { describe, expect, test } from 'vitest';
import type { EngineProblem } from '../../client/engine-problem.ts';
import { type FieldRefusal, toFieldRefusal, withRefusal } from './field-refusal.ts';
import { addPort, changePort, emptyRunForm, toRunRequest } from './run-form.ts';

const problem = (reason: EngineProblem['reason'], params: Record<string, string> = {}): EngineProblem => ({
  code: 'conflict',
  reason,
  params,
  detail: '',
  callId: '',
});
const form = { ...changePort(addPort(emptyRunForm('nginx')), 1, { host: '8080', container: '80' }), name: 'web' };
const request = toRunRequest(form);

describe('what the engine refuses', () => {
  test.each<[EngineProblem, FieldRefusal | null]>([
    [problem('port-taken', { port: '8080' }), { kind: 'port-taken', port: 8080 }],
    [problem('port-taken'), { kind: 'port-taken', port: 8080 }],
    [problem('port-forbidden', { port: '8080' }), { kind: 'port-forbidden', port: 8080 }],
    [problem('name-taken'), { kind: 'name-taken', name: 'web' }],
    [problem('image-missing'), { kind: 'image-missing', image: 'nginx' }],
    [problem('disk-full'), null],
    [problem('none'), null],
  ])('%o', (given, refusal) => {
    expect(toFieldRefusal(given, request)).toEqual(refusal);
  });

  test('stands at its field as long as the value is the same, and offers another', () => {
    const refused: FieldRefusal[] = [
      { kind: 'port-taken', port: 8080 },
      { kind: 'port-taken', port: 8081 },
      { kind: 'name-taken', name: 'web' },
    ];
    const problems = withRefusal(form, new Map(), refused);
    expect(problems.get('port-1-host')).toEqual({ kind: 'port-taken', port: 8080, free: 8082, by: null });
    expect(problems.get('name')).toEqual({ kind: 'name-taken', name: 'web', free: 'web-2' });
    const mended = changePort({ ...form, name: 'web-2' }, 1, { host: '8082' });
    expect(withRefusal(mended, new Map(), refused).size).toBe(0);
  });

  test('a forbidden port is offered one that is not the system’s', () => {
    const low = changePort(form, 1, { host: '80' });
    expect(withRefusal(low, new Map(), [{ kind: 'port-forbidden', port: 80 }]).get('port-1-host')).toEqual({
      kind: 'port-forbidden',
      port: 80,
      free: 1104,
    });
  });
});
