import { expect, test } from 'vitest';
import { toEngineError, toFailure } from './errors.ts';

const body = (message: string) => JSON.stringify({ message });

test.each([
  [
    500,
    'driver failed programming external connectivity on endpoint web (abc): Bind for 0.0.0.0:8080 failed: port is already allocated',
    'conflict',
    'port-taken',
    { port: '8080' },
  ],
  [
    500,
    'driver failed programming external connectivity on endpoint web (abc): Error starting userland proxy: listen tcp4 0.0.0.0:8080: bind: address already in use',
    'conflict',
    'port-taken',
    { port: '8080' },
  ],
  [
    500,
    'Error starting userland proxy: listen tcp4 0.0.0.0:80: bind: permission denied',
    'rejected',
    'port-forbidden',
    { port: '80' },
  ],
  [
    409,
    'Conflict. The container name "/web" is already in use by container "abc". You have to remove (or rename) that container to be able to reuse that name.',
    'conflict',
    'name-taken',
    { name: 'web' },
  ],
  [
    400,
    'Invalid container name (a b), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed',
    'invalid',
    'name-invalid',
    { name: 'a b' },
  ],
  [404, 'No such image: acme/api:1', 'not-found', 'image-missing', { image: 'acme/api:1' }],
  [
    409,
    'conflict: unable to remove repository reference "nginx" (must force) - container abc123 is using its referenced image def',
    'conflict',
    'image-in-use',
    { name: 'abc123' },
  ],
  [
    409,
    'conflict: unable to delete abc (cannot be forced) - image is being used by running container def',
    'conflict',
    'image-in-use',
    {},
  ],
  [
    409,
    'conflict: unable to delete abc (must be forced) - image is referenced in multiple repositories',
    'conflict',
    'image-many-tags',
    {},
  ],
  [
    409,
    'conflict: unable to delete abc (cannot be forced) - image has dependent child images',
    'conflict',
    'image-has-children',
    {},
  ],
  [
    409,
    'cannot remove container "/web": container is running: stop the container before removing or force remove',
    'conflict',
    'container-running',
    {},
  ],
  [
    409,
    'You cannot remove a running container abc. Stop the container before attempting removal or force remove',
    'conflict',
    'container-running',
    {},
  ],
  [409, 'removal of container abc is already in progress', 'conflict', 'removal-in-progress', {}],
  [404, 'No such container: abc', 'not-found', 'container-missing', { name: 'abc' }],
  [500, 'write /var/lib/x: no space left on device', 'rejected', 'disk-full', {}],
  [
    400,
    'failed to create task for container: OCI runtime create failed: runc create failed: unable to start container process: exec: "bash": executable file not found in $PATH: unknown',
    'invalid',
    'program-missing',
    { program: 'bash' },
  ],
  [500, 'exec /app: exec format error', 'rejected', 'exec-format', {}],
  [500, 'something new', 'rejected', 'none', {}],
])('reads %i %s', (status, message, code, reason, params) => {
  expect(toFailure(status, body(message))).toMatchObject({ code, reason, params, detail: message });
});

test('takes a body that is not JSON for the message', () => {
  expect(toFailure(502, 'Bad gateway\n')).toMatchObject({ code: 'rejected', detail: 'Bad gateway' });
  expect(toFailure(500, '')).toMatchObject({ code: 'rejected', detail: 'HTTP status 500' });
});

test('tells a deadline from a cancel', () => {
  const cancelled = AbortSignal.abort();
  expect(toEngineError(new Error('x'), cancelled).code).toBe('cancelled');
  const late = AbortSignal.abort(new DOMException('late', 'TimeoutError'));
  expect(toEngineError(new Error('x'), late).code).toBe('timeout');
});

test.each([
  ['ENOENT', 'unreachable'],
  ['ECONNREFUSED', 'unreachable'],
  ['ECONNRESET', 'unreachable'],
  ['HPE_INVALID_CONSTANT', 'unreachable'],
  ['EACCES', 'unauthorized'],
  ['EWHATEVER', 'internal'],
])('reads system error %s', (code, expected) => {
  expect(toEngineError(Object.assign(new Error('x'), { code })).code).toBe(expected);
});
