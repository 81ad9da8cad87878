import { hostileContainers } from './hostile.ts';
import { createRandom, type Random } from './random.ts';
import type { CrowdContainer, CrowdMount, CrowdPort, Population } from './records.ts';

/** How big the crowd is, and whether some of its names try to break a page. */
export interface CrowdSize {
  readonly containers: number;
  readonly images: number;
  readonly volumes: number;
  readonly networks: number;
  readonly hostile: boolean;
  readonly seed: number;
}

const dayMs = 24 * 60 * 60 * 1000;
const projects = ['storefront', 'telemetry', 'billing', 'search', 'media', 'gateway', 'warehouse', 'identity'] as const;
const services = [
  'api',
  'web',
  'worker',
  'scheduler',
  'postgres',
  'redis',
  'nginx',
  'rabbitmq',
  'otel-collector',
] as const;
const words = ['brave', 'calm', 'eager', 'fond', 'keen', 'lucid', 'quiet', 'swift'] as const;
const people = ['bartik', 'clarke', 'hamilton', 'hopper', 'lamarr', 'liskov', 'perlman', 'ritchie'] as const;
const repositories = [
  'nginx',
  'postgres',
  'redis',
  'grafana/grafana',
  'ghcr.io/acme/storefront-api',
  'registry.example.com:5000/platform/observability/opentelemetry-collector-contrib',
  'quay.io/prometheus/prometheus',
  'mcr.microsoft.com/dotnet/samples',
] as const;
const commands = [
  'node dist/server.js',
  "/docker-entrypoint.sh nginx -g 'daemon off;'",
  'redis-server',
  'sleep 1d',
] as const;
const healths = [
  'none',
  'none',
  'none',
  'none',
  'none',
  'healthy',
  'healthy',
  'healthy',
  'unhealthy',
  'starting',
] as const;
const exitCodes = [0, 0, 0, 1, 2, 126, 127, 130, 137, 139, 143] as const;

/** Makes a crowd: compose projects of 3 to 12 services, and one in seven containers on its own. */
export function createPopulation(size: CrowdSize, nowMs: number): Population {
  const random = createRandom(size.seed);
  const population: Population = { containers: new Map(), images: new Map(), volumes: new Map(), networks: new Map() };
  addImages(population, size.images, random, nowMs);
  addNetwork(population, 'bridge', '172.17.0.0/16', {}, random, nowMs);
  const images = [...population.images.values()];
  for (let project = 0; population.containers.size < size.containers; project++) {
    const alone = random.next() < 0.5;
    const name = alone ? null : `${projects[project % projects.length] ?? 'project'}-${project}`;
    const count = Math.min(alone ? 1 : random.between(3, 12), size.containers - population.containers.size);
    const network = name === null ? 'bridge' : `${name}_default`;
    if (name !== null && population.networks.size < size.networks)
      addNetwork(
        population,
        network,
        `10.${project % 256}.0.0/24`,
        { 'com.docker.compose.project': name },
        random,
        nowMs,
      );
    for (let service = 0; service < count; service++) {
      const image = images[random.between(0, Math.max(images.length - 1, 0))];
      const record = createContainer(population.containers.size, { project: name, service, network }, random, nowMs, {
        image: image?.tags[0] ?? image?.id ?? 'nginx:latest',
        imageId: image?.id ?? `sha256:${random.hex(64)}`,
      });
      population.containers.set(record.id, record);
    }
  }
  if (size.hostile) for (const one of hostileContainers(random, nowMs)) population.containers.set(one.id, one);
  for (let at = 0; at < size.volumes; at++) {
    const name = at % 3 === 0 ? random.hex(64) : `${projects[at % projects.length] ?? 'data'}-${at}_data`;
    const labels: Record<string, string> =
      at % 3 === 0 ? { 'com.docker.volume.anonymous': '' } : { 'com.docker.compose.project': `project-${at}` };
    population.volumes.set(name, { name, createdAtMs: nowMs - random.between(1, 400) * dayMs, labels });
  }
  for (let at = population.networks.size; at < size.networks; at++)
    addNetwork(population, `network-${at}`, `10.200.${at % 256}.0/24`, {}, random, nowMs);
  return population;
}

function addImages(population: Population, count: number, random: Random, nowMs: number): void {
  for (let at = 0; at < count; at++) {
    const repository = random.pick(repositories);
    const id = `sha256:${random.hex(64)}`;
    const tag = `${repository}:${random.between(1, 20)}.${at}`;
    // One in twelve lost its tag, as rebuilt images do.
    const tags = at % 12 === 11 ? [] : at % 9 === 8 ? [tag, `${repository}:stable-${at}`] : [tag];
    population.images.set(id, {
      id,
      tags,
      digests: at % 4 === 0 ? [`${repository}@sha256:${random.hex(64)}`] : [],
      createdAtMs: nowMs - random.between(1, 700) * dayMs,
      sizeBytes: random.between(2_000_000, 1_800_000_000),
      exposedPorts: random.pick([['80/tcp'], ['5432/tcp'], ['8080/tcp', '9090/tcp'], []]),
    });
  }
}

function addNetwork(
  population: Population,
  name: string,
  subnet: string,
  labels: Record<string, string>,
  random: Random,
  nowMs: number,
): void {
  const id = random.hex(64);
  const createdAtMs = nowMs - random.between(1, 90) * dayMs;
  population.networks.set(id, { id, name, driver: 'bridge', createdAtMs, subnet, labels });
}

interface Place {
  readonly project: string | null;
  readonly service: number;
  readonly network: string;
}

function createContainer(
  index: number,
  place: Place,
  random: Random,
  nowMs: number,
  image: { image: string; imageId: string },
): CrowdContainer {
  const service = services[place.service % services.length] ?? 'service';
  const unique = place.service < services.length ? service : `${service}${place.service}`;
  const name =
    place.project === null ? `${random.pick(words)}_${random.pick(people)}${index}` : `${place.project}-${unique}-1`;
  const folder = `/home/someone/code/${place.project ?? ''}`;
  const createdAtMs = nowMs - random.between(1, 60) * dayMs;
  return {
    id: random.hex(64),
    name,
    ...image,
    command: random.pick(commands),
    createdAtMs,
    ...createState(random, createdAtMs, nowMs),
    ports: createPorts(index, random),
    labels:
      place.project === null
        ? { maintainer: 'Someone <someone@example.com>' }
        : {
            'com.docker.compose.config-hash': random.hex(64),
            'com.docker.compose.container-number': '1',
            'com.docker.compose.depends_on': '',
            'com.docker.compose.oneoff': 'False',
            'com.docker.compose.project': place.project,
            'com.docker.compose.project.config_files': `${folder}/compose.yaml`,
            'com.docker.compose.project.working_dir': folder,
            'com.docker.compose.service': unique,
            'com.docker.compose.version': '2.26.1',
          },
    network: place.network,
    address: `10.${index % 256}.0.${2 + place.service}`,
    mounts: createMounts(place, random),
  };
}

type State = Pick<CrowdContainer, 'state' | 'health' | 'exitCode' | 'outOfMemory' | 'startedAtMs' | 'finishedAtMs'>;

function createState(random: Random, createdAtMs: number, nowMs: number): State {
  const startedAtMs = random.between(createdAtMs, nowMs - 1000);
  const finishedAtMs = random.between(startedAtMs, nowMs - 500);
  const dice = random.next();
  if (dice < 0.62) {
    const health = random.pick<CrowdContainer['health']>(healths);
    return { state: 'running', health, exitCode: 0, outOfMemory: false, startedAtMs, finishedAtMs: 0 };
  }
  if (dice < 0.66)
    return { state: 'paused', health: 'none', exitCode: 0, outOfMemory: false, startedAtMs, finishedAtMs: 0 };
  if (dice < 0.69)
    return { state: 'restarting', health: 'none', exitCode: 1, outOfMemory: false, startedAtMs, finishedAtMs };
  if (dice < 0.74)
    return { state: 'created', health: 'none', exitCode: 0, outOfMemory: false, startedAtMs: 0, finishedAtMs: 0 };
  if (dice < 0.745)
    return { state: 'dead', health: 'none', exitCode: 255, outOfMemory: false, startedAtMs, finishedAtMs };
  const exitCode = random.pick(exitCodes);
  const outOfMemory = exitCode === 137 && random.next() < 0.5;
  return { state: 'exited', health: 'none', exitCode, outOfMemory, startedAtMs, finishedAtMs };
}

function createPorts(index: number, random: Random): CrowdPort[] {
  const published: CrowdPort = { containerPort: 80, hostPort: 10_000 + index, protocol: 'tcp' };
  const second: CrowdPort = { containerPort: 8443, hostPort: 30_000 + (index % 30_000), protocol: 'tcp' };
  const exposed: CrowdPort = { containerPort: 5432, hostPort: null, protocol: 'tcp' };
  const datagrams: CrowdPort = { containerPort: 53, hostPort: 20_000 + (index % 30_000), protocol: 'udp' };
  return random.pick<CrowdPort[]>([
    [],
    [],
    [exposed],
    [published],
    [published],
    [published, second],
    [datagrams, exposed],
  ]);
}

function createMounts(place: Place, random: Random): CrowdMount[] {
  const data: CrowdMount = {
    kind: 'volume',
    source: `${place.project ?? 'alone'}_data`,
    destination: '/var/lib/data',
    writable: true,
  };
  const code: CrowdMount = { kind: 'bind', source: '/home/someone/code', destination: '/app', writable: false };
  return random.pick<CrowdMount[]>([[], [data], [data, code]]);
}
