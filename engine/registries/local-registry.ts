import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { RegistryStart } from '../contract/registries.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { removeContainer, startContainer } from '../docker/containers.ts';
import { hasImage, loadImageArchive } from '../docker/debug-container.ts';
import {
  createRegistryContainer,
  findRegistryContainer,
  type RegistryContainer,
  unpauseContainer,
} from '../docker/registry-container.ts';
import { EngineError } from '../platform/engine-error.ts';
import { Sequencer } from '../platform/sequencer.ts';
import { registryError } from './registry-http-errors.ts';
import { exchange } from './registry-http.ts';

/** The port that everybody's first registry has. */
const firstPort = 5000;
const lastPort = 5099;

/** It answers within some tenths of a second; a busy machine takes longer. */
const answerMs = 20_000;
const lookMs = 50;
/** A registry that has just been started is waited for so long by who wants to look into it. */
const settleMs = 5_000;

/** Where somebody else makes or removes the container at the same time, it is looked at again; they take a second or two. */
const maxTries = 100;

export interface LocalRegistryOptions {
  readonly connected: () => DockerConnection;
  readonly names: {
    readonly name: string;
    readonly image: string;
    readonly volume: string;
    /** By which a container is known as Berth's; it comes with the image. */
    readonly label: string;
  };
  /** The image's archive, made when it is first wanted. */
  readonly build: (signal: AbortSignal) => Promise<Buffer>;
}

export interface StartedRegistry {
  readonly containerId: string;
  /** As images' names begin: `localhost:5000`. */
  readonly address: string;
  readonly how: RegistryStart;
}

type Awake = Pick<StartedRegistry, 'how'> & { readonly id: string; readonly port: number };

/** The private registry that a newcomer learns with: an ordinary container, from an image that Berth makes itself. */
export class LocalRegistry {
  readonly #options: LocalRegistryOptions;
  /** A second start finds it running. */
  readonly #starts = new Sequencer();

  constructor(options: LocalRegistryOptions) {
    this.#options = options;
  }

  /**
   * Starts it, or finds it running, and answers when it does. What was pushed is in the volume and outlives the container. Fails with
   * `name-taken` where a container of another kind has its name.
   */
  start(signal: AbortSignal): Promise<StartedRegistry> {
    return this.#starts.run(() => this.#start(signal));
  }

  /**
   * Resolves when the registry at this address answers, if it is this one and runs: its container runs some tenths of a second before. When it
   * still does not, or nobody can be asked, the question that follows says so.
   */
  async untilAnswering(address: string, signal: AbortSignal): Promise<void> {
    if (!address.startsWith('localhost:')) return;
    try {
      const found = await findRegistryContainer(this.#options.connected(), this.#options.names.name, signal);
      if (found?.isRunning === true && !found.isPaused && address === `localhost:${found.hostPort}`)
        await waitForAnswer(Number(found.hostPort), signal, settleMs);
    } catch {
      signal.throwIfAborted();
    }
  }

  async #start(signal: AbortSignal): Promise<StartedRegistry> {
    const connection = this.#options.connected();
    let problem: unknown = null;
    for (let count = 0; count < maxTries; count++) {
      signal.throwIfAborted();
      const found = await this.#find(connection, signal);
      try {
        const { id, port, how } =
          found === null
            ? await this.#create(connection, firstPort, signal)
            : await this.#wake(connection, found, signal);
        await waitForAnswer(port, signal, answerMs);
        return { containerId: id, address: `localhost:${port}`, how };
      } catch (error) {
        // Another Berth, or a person, made or removed it meanwhile.
        const isRace = error instanceof EngineError && (error.reason === 'name-taken' || error.code === 'not-found');
        if (!isRace) throw error;
        problem = error;
        await sleep(lookMs, undefined, { signal });
      }
    }
    throw problem;
  }

  async #find(connection: DockerConnection, signal: AbortSignal): Promise<RegistryContainer | null> {
    const { name, label } = this.#options.names;
    const found = await findRegistryContainer(connection, name, signal);
    if (found !== null && found.labels[label] === undefined) {
      throw new EngineError('conflict', `A container of another kind is called ${name}.`, {
        reason: 'name-taken',
        params: { name },
      });
    }
    return found;
  }

  /** Brings one that is there back to work; where its port is taken now, another container of the same volume takes its place. */
  async #wake(connection: DockerConnection, found: RegistryContainer, signal: AbortSignal): Promise<Awake> {
    const { id, hostPort } = found;
    if (hostPort !== null) {
      if (found.isPaused) await unpauseContainer(connection, id, signal);
      if (found.isRunning) return { id, port: hostPort, how: found.isPaused ? 'unpaused' : 'started' };
      try {
        await startContainer(connection, id, signal);
        return { id, port: hostPort, how: 'started' };
      } catch (error) {
        if (!isPortTaken(error)) throw error;
      }
    }
    await removeContainer(connection, id, { force: true, volumes: false }, signal);
    return this.#create(connection, firstPort, signal);
  }

  async #create(connection: DockerConnection, fromPort: number, signal: AbortSignal): Promise<Awake> {
    const { names, build } = this.#options;
    if (!(await hasImage(connection, names.image, signal)))
      await loadImageArchive(connection, await build(signal), signal);
    for (let port = fromPort; port <= lastPort; port++) {
      if (!(await isPortFree(port))) continue;
      // Not cut short: a call that is cancelled in the middle would leave a container that nobody knows of.
      const id = await createRegistryContainer(connection, names, port, AbortSignal.timeout(answerMs));
      try {
        signal.throwIfAborted();
        await startContainer(connection, id, signal);
        return { id, port, how: 'created' };
      } catch (error) {
        // No container stays behind that does not run; also where the call was cancelled.
        await removeContainer(connection, id, { force: true, volumes: false }, AbortSignal.timeout(answerMs));
        if (!isPortTaken(error)) throw error;
      }
    }
    throw new EngineError('conflict', `All ports from ${firstPort} to ${lastPort} are taken.`, {
      reason: 'port-taken',
      params: { port: String(firstPort) },
    });
  }
}

function isPortTaken(error: unknown): boolean {
  return error instanceof EngineError && error.reason === 'port-taken';
}

/** Whether nobody listens on a loopback port; saves a container that would only be removed again. The engine has the last word. */
async function isPortFree(port: number): Promise<boolean> {
  const server = net.createServer();
  try {
    return await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen({ host: '127.0.0.1', port, exclusive: true }, () => resolve(true));
    });
  } finally {
    server.close();
  }
}

async function waitForAnswer(port: number, signal: AbortSignal, limitMs: number): Promise<void> {
  const address = `localhost:${port}`;
  const deadline = AbortSignal.any([signal, AbortSignal.timeout(limitMs)]);
  const url = new URL(`http://127.0.0.1:${port}/v2/`);
  for (;;) {
    try {
      const trust = { certificate: null, isInsecure: false };
      const { status } = await exchange({ ...trust, url, method: 'GET', headers: {}, signal: deadline });
      if (status === 200) return;
    } catch (error) {
      signal.throwIfAborted();
      if (deadline.aborted)
        throw registryError(
          address,
          'timeout',
          'registry-unreachable',
          `It does not answer after ${limitMs / 1000} s.`,
          {
            cause: error,
          },
        );
    }
    await sleep(lookMs);
  }
}
