import * as fc from 'fast-check';
import type { Container } from '../../../engine/contract/containers.ts';

/** A container for tests: a running one without a project, but for what is given. */
export function makeContainer(given: Partial<Container> = {}): Container {
  return {
    id: '0'.repeat(64),
    name: 'web',
    image: 'nginx:1.28-alpine',
    imageId: `sha256:${'1'.repeat(64)}`,
    command: 'nginx -g "daemon off;"',
    createdAtMs: 0,
    state: 'running',
    health: 'none',
    exitCode: null,
    outOfMemory: false,
    sinceMs: 0,
    ports: [],
    project: null,
    service: null,
    projectFile: null,
    ...given,
  };
}

const hexId = fc.integer({ min: 0, max: 0xffff_ffff }).map((n) => n.toString(16).padStart(64, '0'));
const word = fc.constantFrom('web', 'web-2', 'web-10', 'api', 'DB', 'db', 'a', 'z9', 'z10');

/** Any container, with names that often meet. */
export const anyContainer: fc.Arbitrary<Container> = fc
  .record({
    id: hexId,
    name: word,
    image: fc.constantFrom('nginx:1.28', 'nginx:1.9', 'acme/api:2', 'busybox:latest'),
    createdAtMs: fc.integer({ min: 0, max: 5 }),
    state: fc.constantFrom('created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead'),
    health: fc.constantFrom('none', 'starting', 'healthy', 'unhealthy'),
    exitCode: fc.constantFrom(null, 0, 1, 137, 139, 143),
    outOfMemory: fc.boolean(),
    sinceMs: fc.option(fc.integer({ min: 0, max: 5 })),
    ports: fc.array(
      fc.record({
        hostIp: fc.constantFrom('0.0.0.0', '::', '127.0.0.1'),
        hostPort: fc.option(fc.integer({ min: 1, max: 4 })),
        containerPort: fc.integer({ min: 1, max: 4 }),
        protocol: fc.constantFrom('tcp', 'udp'),
      }),
      { maxLength: 3 },
    ),
    project: fc.option(fc.constantFrom('storefront', 'telemetry', 'p2', 'p10')),
    service: fc.option(word),
  })
  .map((given) => makeContainer(given as Partial<Container>));
