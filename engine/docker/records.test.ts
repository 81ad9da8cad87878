import { expect, test } from 'vitest';
import { parseName, type RawContainer, toListedContainer } from './containers.ts';
import { toDockerEvent } from './events.ts';
import { toImage } from './images.ts';
import { toNetwork } from './networks.ts';
import { toVolume } from './volumes.ts';

const raw: RawContainer = {
  Id: 'a'.repeat(64),
  Names: ['/web'],
  Image: 'nginx:1.28',
  ImageID: `sha256:${'b'.repeat(64)}`,
  Command: 'nginx -g',
  Created: 1_700_000_000,
  State: 'running',
  Status: 'Up 2 hours (healthy)',
  Ports: [
    { IP: '::', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
    { PrivatePort: 443, Type: 'tcp' },
    { IP: '0.0.0.0', PrivatePort: 80, PublicPort: 8080, Type: 'tcp' },
  ],
  Labels: {
    'com.docker.compose.project': 'shop',
    'com.docker.compose.service': 'web',
    'com.docker.compose.project.config_files': '/a/compose.yaml,/a/override.yaml',
  },
};

test('normalises a container of the list', () => {
  const { container } = toListedContainer(raw, 1_000_000_000_000);
  expect(container).toMatchObject({
    name: 'web',
    state: 'running',
    health: 'healthy',
    exitCode: null,
    project: 'shop',
    service: 'web',
    projectFile: '/a/compose.yaml',
  });
  expect(container.ports.map(({ hostIp, hostPort, containerPort }) => [hostIp, hostPort, containerPort])).toEqual([
    ['0.0.0.0', 8080, 80],
    ['::', 8080, 80],
    ['', null, 443],
  ]);
});

test.each([
  { Names: null, Ports: null, Labels: null, Command: null },
  { Names: [], Ports: [], Labels: {} },
])('takes what old daemons leave out: %j', (missing) => {
  const { container } = toListedContainer({ ...raw, ...missing }, 0);
  expect(container).toMatchObject({ name: '', ports: [], project: null, projectFile: null });
});

test('its own name is the one without a link', () => {
  expect(parseName(['/shop/db', '/db'])).toBe('db');
  expect(parseName(['/db'])).toBe('db');
});

test('health counts only while it runs', () => {
  expect(toListedContainer({ ...raw, State: 'exited', Status: 'Exited (0) 2 hours ago' }, 0).container.health).toBe(
    'none',
  );
});

test('normalises an image, also of daemons that print <none>', () => {
  const image = {
    Id: `sha256:${'c'.repeat(64)}`,
    RepoTags: ['<none>:<none>'],
    RepoDigests: ['<none>@<none>'],
    Created: 5,
    Size: 7,
  };
  expect(toImage(image)).toMatchObject({ tags: [], digests: [], createdAtMs: 5000, sizeBytes: 7 });
  expect(toImage({ ...image, RepoTags: null, RepoDigests: null })).toMatchObject({ tags: [], digests: [] });
});

test('normalises volumes and networks', () => {
  expect(toVolume({ Name: 'data', Driver: 'local', CreatedAt: null, Labels: null })).toEqual({
    id: 'data',
    driver: 'local',
    createdAtMs: null,
    project: null,
  });
  expect(
    toNetwork({
      Id: 'n',
      Name: 'bridge',
      Driver: 'bridge',
      Scope: 'local',
      Created: 'x',
      Labels: {},
      IPAM: { Config: [{ Subnet: '10.0.0.0/8' }, {}] },
    }),
  ).toMatchObject({ createdAtMs: null, subnets: ['10.0.0.0/8'] });
});

test('an event loses what follows its colon, and foreign kinds are passed over', () => {
  const watched = new Map([['container', ['health_status']]]);
  const event = {
    Type: 'container',
    Action: 'health_status: healthy',
    Actor: { ID: 'x', Attributes: null },
    time: 5,
    timeNano: 5_000_000_123,
  };
  expect(toDockerEvent(event, watched)).toMatchObject({
    kind: 'container',
    action: 'health_status',
    id: 'x',
    attributes: {},
  });
  expect(toDockerEvent({ ...event, Type: 'plugin' }, watched)).toBeNull();
  expect(() => toDockerEvent({ Type: 'container' }, watched)).toThrow(expect.objectContaining({ code: 'rejected' }));
});
