import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CrowdDaemon } from './crowd/daemon.ts';
import { createPopulation, type CrowdSize } from './crowd/population.ts';

/** What to start; left out: 5,000 containers and images, 200 volumes and networks, no hostile names, seed 1. */
export interface CrowdOptions extends Partial<CrowdSize> {
  readonly socketPath: string;
}

/** A synthetic engine that runs somewhere: in this process or in a child. */
export interface Crowd extends AsyncDisposable {
  readonly socketPath: string;
  ids(): Promise<string[]>;
  /** Flips the state of each container and emits the events. */
  change(ids: readonly string[]): Promise<void>;
  /** How often each path was asked for since the start or the last reset. */
  requests(): Promise<Record<string, number>>;
  resetRequests(): Promise<void>;
  /** Open `/events` streams. */
  eventStreams(): Promise<number>;
}

const defaults: CrowdSize = { containers: 5000, images: 5000, volumes: 200, networks: 200, hostile: false, seed: 1 };

/** Starts a synthetic Docker daemon in this process. */
export async function startCrowd(options: CrowdOptions): Promise<CrowdDaemon> {
  return CrowdDaemon.start(options.socketPath, createPopulation({ ...defaults, ...options }, Date.now()));
}

/** Starts a synthetic Docker daemon as a child, so that its work is not on the clock of whoever measures. */
export async function spawnCrowd(options: CrowdOptions): Promise<Crowd> {
  const { socketPath, hostile, ...numbers } = { ...defaults, ...options };
  const argv = Object.entries(numbers).flatMap(([name, value]) => [`--${name}`, String(value)]);
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('crowd/main.ts', import.meta.url)),
      ...argv,
      '--socket',
      socketPath,
      ...(hostile ? ['--hostile'] : []),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = once(child, 'exit');
  const ready = once(createInterface({ input: child.stdout }), 'line');
  await Promise.race([
    ready,
    exited.then(() => {
      throw new Error('The crowd ended before it was ready.');
    }),
  ]);
  return {
    socketPath,
    ids: async () => (await ask(socketPath, 'ids')) as string[],
    change: async (ids) => {
      await ask(socketPath, 'change', JSON.stringify(ids));
    },
    requests: async () => (await ask(socketPath, 'requests')) as Record<string, number>,
    resetRequests: async () => {
      await ask(socketPath, 'reset');
    },
    eventStreams: async () => (await ask(socketPath, 'event-streams')) as number,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function ask(socketPath: string, what: string, body = ''): Promise<unknown> {
  const call = request({ socketPath, path: `/_crowd/${what}`, method: 'POST', agent: false });
  call.end(body);
  const [response] = (await once(call, 'response')) as [AsyncIterable<Buffer>];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
