import { toHumanDuration } from './clock-words.ts';
import type { CrowdContainer, CrowdImage, CrowdNetwork, CrowdVolume } from './records.ts';

/** The `Status` text of a list, exactly as moby prints it (`container/state.go`, `State.String`). */
export function toStatusText(container: CrowdContainer, nowMs: number): string {
  const up = `Up ${toHumanDuration(nowMs - container.startedAtMs)}`;
  const ended = `${toHumanDuration(nowMs - container.finishedAtMs)} ago`;
  switch (container.state) {
    case 'running':
      if (container.health === 'none') return up;
      return `${up} (${container.health === 'starting' ? 'health: starting' : container.health})`;
    case 'paused':
      return `${up} (Paused)`;
    case 'restarting':
      return `Restarting (${container.exitCode}) ${ended}`;
    case 'created':
      return 'Created';
    case 'dead':
      return 'Dead';
    case 'exited':
      return `Exited (${container.exitCode}) ${ended}`;
    default:
      return container.state satisfies never;
  }
}

function portsOf(container: CrowdContainer): object[] {
  // A port that is published shows once for each address family, and only while the container runs.
  const isUp = container.state === 'running' || container.state === 'paused';
  if (!isUp) return [];
  return container.ports.flatMap(({ containerPort, hostPort, protocol }) =>
    hostPort === null
      ? [{ PrivatePort: containerPort, Type: protocol }]
      : ['0.0.0.0', '::'].map((address) => ({
          IP: address,
          PrivatePort: containerPort,
          PublicPort: hostPort,
          Type: protocol,
        })),
  );
}

function mountsOf(container: CrowdContainer): object[] {
  return container.mounts.map(({ kind, source, destination, writable }) => ({
    Type: kind,
    ...(kind === 'volume' ? { Name: source } : {}),
    Source: kind === 'volume' ? `/var/lib/docker/volumes/${source}/_data` : source,
    Destination: destination,
    ...(kind === 'volume' ? { Driver: 'local' } : {}),
    Mode: writable ? 'z' : 'ro',
    RW: writable,
    Propagation: kind === 'bind' ? 'rprivate' : '',
  }));
}

function networkSettingsOf(container: CrowdContainer): object {
  return {
    Networks: {
      [container.network]: {
        IPAMConfig: null,
        Links: null,
        Aliases: null,
        MacAddress: container.state === 'running' ? '02:42:ac:11:00:02' : '',
        DriverOpts: null,
        NetworkID: container.imageId.slice(7),
        EndpointID: container.state === 'running' ? container.id.split('').toReversed().join('') : '',
        Gateway: '10.0.0.1',
        IPAddress: container.state === 'running' ? container.address : '',
        IPPrefixLen: 24,
        IPv6Gateway: '',
        GlobalIPv6Address: '',
        GlobalIPv6PrefixLen: 0,
        DNSNames: null,
      },
    },
  };
}

/** One entry of `GET /containers/json`. */
export function toListEntry(container: CrowdContainer, status: string): object {
  return {
    Id: container.id,
    Names: [`/${container.name}`],
    Image: container.image,
    ImageID: container.imageId,
    Command: container.command,
    Created: Math.floor(container.createdAtMs / 1000),
    Ports: portsOf(container),
    Labels: container.labels,
    State: container.state,
    Status: status,
    HostConfig: { NetworkMode: container.network === 'bridge' ? 'default' : container.network },
    NetworkSettings: networkSettingsOf(container),
    Mounts: mountsOf(container),
  };
}

const neverTime = '0001-01-01T00:00:00Z';

function timeOf(atMs: number): string {
  return atMs === 0 ? neverTime : new Date(atMs).toISOString().replace('Z', '000000Z');
}

/** `GET /containers/{id}/json`. */
export function toContainerRecord(container: CrowdContainer): object {
  return {
    Id: container.id,
    Created: timeOf(container.createdAtMs),
    Path: container.command.split(' ')[0] ?? '',
    Args: container.command.split(' ').slice(1),
    State: {
      Status: container.state,
      Running: ['running', 'paused', 'restarting'].includes(container.state),
      Paused: container.state === 'paused',
      Restarting: container.state === 'restarting',
      OOMKilled: container.outOfMemory,
      Dead: container.state === 'dead',
      Pid: container.state === 'running' ? 4711 : 0,
      ExitCode: container.exitCode,
      Error: '',
      StartedAt: timeOf(container.startedAtMs),
      FinishedAt: timeOf(container.finishedAtMs),
      ...(container.health === 'none' ? {} : { Health: { Status: container.health, FailingStreak: 0, Log: [] } }),
    },
    Image: container.imageId,
    Name: `/${container.name}`,
    RestartCount: container.state === 'restarting' ? 7 : 0,
    Driver: 'overlay2',
    Platform: 'linux',
    Mounts: mountsOf(container),
    HostConfig: { NetworkMode: container.network, RestartPolicy: { Name: 'no', MaximumRetryCount: 0 } },
    Config: {
      Hostname: container.id.slice(0, 12),
      Tty: false,
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      Cmd: container.command.split(' '),
      Image: container.image,
      Labels: container.labels,
    },
    NetworkSettings: networkSettingsOf(container),
  };
}

/** One entry of `GET /images/json`. */
export function toImageEntry(image: CrowdImage, withShared: boolean): object {
  return {
    Containers: -1,
    Created: Math.floor(image.createdAtMs / 1000),
    Id: image.id,
    Labels: null,
    ParentId: '',
    RepoDigests: image.digests,
    RepoTags: image.tags,
    // Of each four, one shares nothing.
    SharedSize: withShared ? Math.floor((image.sizeBytes * (image.createdAtMs % 4)) / 5) : -1,
    Size: image.sizeBytes,
  };
}

/** `GET /images/{name}/json`. */
export function toImageRecord(image: CrowdImage): object {
  return {
    Id: image.id,
    RepoTags: image.tags,
    RepoDigests: image.digests,
    Parent: '',
    Created: timeOf(image.createdAtMs),
    Architecture: 'amd64',
    Os: 'linux',
    Size: image.sizeBytes,
    Config: {
      ExposedPorts: Object.fromEntries(image.exposedPorts.map((port) => [port, {}])),
      Cmd: ['sh'],
      Labels: null,
    },
    RootFS: { Type: 'layers', Layers: [image.id] },
  };
}

/** One entry of `GET /volumes`. */
export function toVolumeEntry(volume: CrowdVolume): object {
  return {
    CreatedAt: new Date(volume.createdAtMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    Driver: 'local',
    Labels: volume.labels,
    Mountpoint: `/var/lib/docker/volumes/${volume.name}/_data`,
    Name: volume.name,
    Options: null,
    Scope: 'local',
  };
}

/** One entry of `GET /networks`. */
export function toNetworkEntry(network: CrowdNetwork): object {
  return {
    Name: network.name,
    Id: network.id,
    Created: timeOf(network.createdAtMs),
    Scope: 'local',
    Driver: network.driver,
    EnableIPv6: false,
    IPAM: { Driver: 'default', Options: null, Config: [{ Subnet: network.subnet }] },
    Internal: false,
    Attachable: false,
    Ingress: false,
    ConfigFrom: { Network: '' },
    ConfigOnly: false,
    Containers: {},
    Options: {},
    Labels: network.labels,
  };
}
