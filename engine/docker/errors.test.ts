import { expect, test } from 'vitest';
import { readRegistryWords, toEngineError, toFailure } from './errors.ts';

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
  // Of a container: no registry is meant.
  [500, 'dial unix /run/x.sock: connect: connection refused', 'rejected', 'none', {}],
  [500, 'failed to start: unexpected EOF', 'rejected', 'none', {}],
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

test.each([
  [
    "pull access denied for acme/secret, repository does not exist or may require 'docker login': denied: requested access to the resource is denied",
    'unauthorized',
    'access-denied',
    { image: 'acme/secret' },
  ],
  ['denied: requested access to the resource is denied', 'unauthorized', 'access-denied', {}],
  ['denied: installation not allowed to Write organization package', 'unauthorized', 'access-denied', {}],
  ['error parsing HTTP 403 response body: unexpected end of JSON input: ""', 'unauthorized', 'access-denied', {}],
  ['unauthorized: authentication required', 'unauthorized', 'sign-in-needed', {}],
  ['Head "https://r.example/v2/a/manifests/1": no basic auth credentials', 'unauthorized', 'sign-in-needed', {}],
  ['Head "https://ghcr.io/v2/a/b/manifests/1": unauthorized', 'unauthorized', 'sign-in-needed', {}],
  [
    'Get "https://registry-1.docker.io/v2/": unauthorized: incorrect username or password',
    'unauthorized',
    'sign-in-refused',
    {},
  ],
  ['Get "https://gitlab.example:5050/v2/": denied: HTTP Basic: Access denied', 'unauthorized', 'sign-in-refused', {}],
  [
    'manifest for acme/api:9 not found: manifest unknown: manifest unknown',
    'not-found',
    'tag-missing',
    { image: 'acme/api:9' },
  ],
  ['manifest unknown: manifest unknown', 'not-found', 'tag-missing', {}],
  ['name unknown: repository name not known to registry', 'not-found', 'repository-missing', {}],
  [
    'repository 127.0.0.1:5000/a not found: name unknown: repository name not known to registry',
    'not-found',
    'repository-missing',
    {},
  ],
  [
    'no matching manifest for linux/arm64/v8 in the manifest list entries',
    'not-found',
    'platform-missing',
    { platform: 'linux/arm64/v8' },
  ],
  [
    'no matching manifest for windows/amd64 10.0.19045 in the manifest list entries',
    'not-found',
    'platform-missing',
    { platform: 'windows/amd64 10.0.19045' },
  ],
  [
    'image with reference acme/api:1 was found but does not match the specified platform: wanted linux/arm64, actual: linux/amd64',
    'not-found',
    'platform-missing',
    { platform: 'linux/arm64' },
  ],
  [
    'toomanyrequests: You have reached your pull rate limit. You may increase the limit by authenticating and upgrading',
    'rejected',
    'rate-limited',
    {},
  ],
  [
    'Get "https://nowhere.example/v2/": dial tcp: lookup nowhere.example on 127.0.0.53:53: no such host',
    'rejected',
    'registry-unreachable',
    {},
  ],
  [
    'Get "http://127.0.0.1:5999/v2/": dial tcp 127.0.0.1:5999: connect: connection refused',
    'rejected',
    'registry-unreachable',
    {},
  ],
  ['Get "https://r.example/v2/": dial tcp 10.0.0.1:443: i/o timeout', 'rejected', 'registry-unreachable', {}],
  ['Get "https://r.example/v2/": net/http: TLS handshake timeout', 'rejected', 'registry-unreachable', {}],
  [
    'Get "https://r.example/v2/": net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)',
    'rejected',
    'registry-unreachable',
    {},
  ],
  [
    'Get "https://r.example/v2/": tls: failed to verify certificate: x509: certificate signed by unknown authority',
    'rejected',
    'certificate-unknown',
    {},
  ],
  [
    'Get "https://r.example/v2/": x509: certificate has expired or is not yet valid',
    'rejected',
    'certificate-unknown',
    {},
  ],
  [
    'Get "https://r.example:5000/v2/": http: server gave HTTP response to HTTPS client',
    'rejected',
    'registry-not-secure',
    {},
  ],
  ['received unexpected HTTP status: 503 Service Unavailable', 'rejected', 'registry-failed', {}],
  ["error parsing HTTP 502 response body: invalid character '<'", 'rejected', 'registry-failed', {}],
  ['unexpected EOF', 'rejected', 'registry-failed', {}],
  ['Get "https://r.example/v2/": EOF', 'rejected', 'registry-failed', {}],
  ['filesystem layer verification failed for digest sha256:abc', 'rejected', 'registry-failed', {}],
  ['invalid reference format: repository name (Acme) must be lowercase', 'invalid', 'reference-invalid', {}],
  ['An image does not exist locally with the tag: acme/api', 'not-found', 'image-missing', { image: 'acme/api' }],
  ['tag does not exist: acme/api:7', 'not-found', 'image-missing', { image: 'acme/api:7' }],
  ['write /var/lib/docker/tmp/x: no space left on device', 'rejected', 'disk-full', {}],
])('reads of a registry: %s', (words, code, reason, params) => {
  expect(readRegistryWords(words, 'rejected')).toMatchObject({ code, reason, params, detail: words });
});
