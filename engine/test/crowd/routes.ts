import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { toContainerRecord, toImageEntry, toImageRecord, toNetworkEntry, toVolumeEntry } from './answers.ts';
import type { CrowdContainers, Outcome } from './containers.ts';
import type { EventHub } from './events.ts';
import { parseFilters, suits, suitsLabels } from './filters.ts';
import type { CrowdContainer, CrowdImage, Population } from './records.ts';
import { crowdVersion } from './version.ts';

export interface CrowdState {
  readonly population: Population;
  readonly events: EventHub;
  readonly containers: CrowdContainers;
}

export interface Call {
  readonly method: string;
  /** Without the `/v1.NN` in front. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A status other than 200, with the daemon's words. */
export class Refusal extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Answers one request of the Engine API, or throws a Refusal. */
export async function answerRequest(state: CrowdState, call: Call): Promise<void> {
  const { method, path, response } = call;
  if (path === '/_ping') {
    response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' });
    response.end(method === 'HEAD' ? undefined : 'OK');
    return;
  }
  const [, noun, reference, verb] = /^\/(containers|images)\/(.+?)(?:\/([a-z]+))?$/.exec(path) ?? [];
  if (noun === 'containers' && reference !== undefined && reference !== 'json')
    return answerContainer(state, call, reference, verb ?? '');
  if (noun === 'images' && reference !== undefined && reference !== 'json')
    return answerImage(state, call, reference, verb ?? '');
  if (method !== 'GET') throw new Refusal(404, 'page not found');
  answerCollection(state, call);
}

function answerCollection(state: CrowdState, { path, query, response }: Call): void {
  const filters = parseFilters(query.get('filters'));
  const all = ['1', 'true', 'True'].includes(query.get('all') ?? '');
  const { population } = state;
  switch (path) {
    case '/version':
      return sendJson(response, versionRecord());
    case '/info':
      return sendJson(response, infoRecord(population));
    case '/events':
      return state.events.listen(response, filters, query.has('since') ? Number(query.get('since')) : null);
    case '/containers/json':
      return sendText(response, state.containers.listJson(filters, all));
    case '/images/json':
      return sendJson(
        response,
        [...population.images.values()]
          .filter(({ tags }) => suits(filters, 'reference', (wanted) => tags.includes(wanted)))
          .map((image) => toImageEntry(image, query.get('shared-size') === '1')),
      );
    case '/volumes':
      return sendJson(response, {
        Volumes: [...population.volumes.values()]
          .filter(({ name, labels }) => suits(filters, 'name', (w) => name.includes(w)) && suitsLabels(filters, labels))
          .map(toVolumeEntry),
        Warnings: null,
      });
    case '/networks':
      return sendJson(
        response,
        [...population.networks.values()]
          .filter(
            ({ id, name, labels }) =>
              suits(filters, 'id', (w) => id.startsWith(w)) &&
              suits(filters, 'name', (w) => name.includes(w)) &&
              suitsLabels(filters, labels),
          )
          .map(toNetworkEntry),
      );
    default:
      throw new Refusal(404, 'page not found');
  }
}

async function answerContainer(state: CrowdState, call: Call, reference: string, verb: string): Promise<void> {
  const { method, query, response } = call;
  const { containers } = state;
  if (method === 'POST' && reference === 'create') return createContainer(state, call);
  const container = containers.find(reference);
  if (container === null) throw new Refusal(404, `No such container: ${reference}`);
  const isUp = container.state === 'running' || container.state === 'paused' || container.state === 'restarting';
  switch (`${method} ${verb}`) {
    case 'GET json':
      return sendJson(response, toContainerRecord(container));
    case 'GET logs':
      return sendLogs(call, container);
    case 'POST start':
      return settle(response, containers.start(container));
    case 'POST stop':
      return settle(response, containers.end(container, 143, 'stop'));
    case 'POST restart':
      return settle(response, containers.restart(container));
    case 'POST kill':
      if (!isUp)
        throw new Refusal(409, `cannot kill container: ${reference}: container ${container.id} is not running`);
      return settle(response, containers.end(container, 137, 'kill'));
    case 'POST pause':
    case 'POST unpause':
      if (!isUp) throw new Refusal(409, `container ${container.id} is not running`);
      return settle(response, containers.pause(container, verb === 'pause'));
    case 'POST rename':
      return settle(response, containers.rename(container, query.get('name') ?? container.name));
    case 'DELETE ':
      if (isUp && !['1', 'true', 'True'].includes(query.get('force') ?? ''))
        throw new Refusal(
          409,
          `cannot remove container "/${container.name}": container is running: stop the container before removing or force remove`,
        );
      return settle(response, containers.remove(container));
    default:
      throw new Refusal(404, 'page not found');
  }
}

async function createContainer(state: CrowdState, { query, request, response }: Call): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { Image: string; Labels?: Record<string, string> };
  const image = findImage(state.population, body.Image);
  if (image === null) throw new Refusal(404, `No such image: ${body.Image}`);
  const id = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('hex');
  const name = query.get('name') ?? `calm_hopper${state.population.containers.size}`;
  const taken = state.containers.find(name);
  if (taken !== null)
    throw new Refusal(
      409,
      `Conflict. The container name "/${name}" is already in use by container "${taken.id}". You have to remove (or rename) that container to be able to reuse that name.`,
    );
  const base = { command: 'sh', ports: [], network: 'bridge', address: '172.17.0.250', mounts: [] } as const;
  const times = { createdAtMs: Date.now(), startedAtMs: 0, finishedAtMs: 0 };
  const status = { state: 'created', health: 'none', exitCode: 0, outOfMemory: false } as const;
  const labels = body.Labels ?? {};
  state.containers.add({ id, name, image: body.Image, imageId: image.id, labels, ...base, ...times, ...status });
  response.statusCode = 201;
  sendJson(response, { Id: id, Warnings: [] });
}

function answerImage(state: CrowdState, { method, response }: Call, reference: string, verb: string): void {
  const image = findImage(state.population, reference);
  if (image === null) throw new Refusal(404, `No such image: ${reference}`);
  if (method === 'GET' && verb === 'json') return sendJson(response, toImageRecord(image));
  if (method !== 'DELETE') throw new Refusal(404, 'page not found');
  for (const container of state.population.containers.values())
    if (container.imageId === image.id)
      throw new Refusal(
        409,
        `conflict: unable to remove repository reference "${reference}" (must force) - container ${container.id.slice(0, 12)} is using its referenced image ${image.id.slice(7, 19)}`,
      );
  state.population.images.delete(image.id);
  for (const action of ['untag', 'delete'])
    state.events.emit({ type: 'image', action, id: image.id, attributes: { name: image.tags[0] ?? image.id } });
  sendJson(response, [...image.tags.map((tag) => ({ Untagged: tag })), { Deleted: image.id }]);
}

function findImage(population: Population, reference: string): CrowdImage | null {
  const exact = population.images.get(reference);
  if (exact !== undefined) return exact;
  for (const image of population.images.values())
    if (image.tags.includes(reference) || image.id.slice(7).startsWith(reference)) return image;
  return null;
}

/** A few lines on both streams, framed as the daemon frames them without a TTY; with `follow` one more each second. */
async function sendLogs({ query, response }: Call, container: CrowdContainer): Promise<void> {
  response.writeHead(200, { 'content-type': 'application/vnd.docker.multiplexed-stream' });
  const stamp = (): string =>
    query.get('timestamps') === '1' || query.get('timestamps') === 'true' ? `${new Date().toISOString()} ` : '';
  for (let line = 0; line < 20; line++)
    response.write(frame(line % 5 === 4 ? 2 : 1, `${stamp()}line ${line} of ${container.name}\n`));
  if (!['1', 'true'].includes(query.get('follow') ?? '')) {
    response.end();
    return;
  }
  for (let line = 20; container.state === 'running' && !response.destroyed; line++) {
    await sleep(1000, undefined, { ref: false });
    response.write(frame(1, `${stamp()}line ${line} of ${container.name}\n`));
  }
  response.end();
}

function frame(stream: 1 | 2, text: string): Buffer {
  const payload = Buffer.from(text);
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(payload.length, 4);
  return Buffer.concat([header, payload]);
}

function settle(response: ServerResponse, outcome: Outcome): void {
  if (outcome === 'unchanged') throw new Refusal(304, '');
  response.writeHead(204);
  response.end();
}

function sendJson(response: ServerResponse, body: object): void {
  sendText(response, JSON.stringify(body));
}

function sendText(response: ServerResponse, text: string): void {
  response.setHeader('content-type', 'application/json');
  response.end(`${text}\n`);
}

function versionRecord(): object {
  return {
    Platform: { Name: '' },
    Components: [{ Name: 'Engine', Version: crowdVersion.version, Details: {} }],
    Version: crowdVersion.version,
    ApiVersion: crowdVersion.apiVersion,
    MinAPIVersion: crowdVersion.minApiVersion,
    GitCommit: '411e817',
    GoVersion: 'go1.22.5',
    Os: 'linux',
    Arch: 'amd64',
    KernelVersion: '6.1.0-28-amd64',
    BuildTime: '2024-07-23T00:00:00.000000000+00:00',
  };
}

function infoRecord({ containers, images }: Population): object {
  const all = [...containers.values()];
  return {
    ID: '5a1d9a8e-0000-4000-8000-000000000000',
    Containers: all.length,
    ContainersRunning: all.filter(({ state }) => state === 'running').length,
    ContainersPaused: all.filter(({ state }) => state === 'paused').length,
    ContainersStopped: all.filter(({ state }) => state === 'exited' || state === 'created').length,
    Images: images.size,
    Driver: 'overlay2',
    DockerRootDir: '/var/lib/docker',
    Name: 'crowd',
    NCPU: 2,
    MemTotal: 25_769_803_776,
    OperatingSystem: 'Debian GNU/Linux 12 (bookworm)',
    OSType: 'linux',
    Architecture: 'x86_64',
    KernelVersion: '6.1.0-28-amd64',
    ServerVersion: crowdVersion.version,
    CgroupDriver: 'cgroupfs',
    CgroupVersion: '1',
    SecurityOptions: ['name=seccomp,profile=builtin'],
    Warnings: null,
  };
}
