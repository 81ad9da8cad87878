import { realpathSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import type { ShellReach } from '../contract/engines.ts';
import { type EngineAddress, parseEndpoint, toEndpoint } from '../docker/address.ts';
import { readFileIfAny } from '../platform/atomic-file.ts';
import { toDockerConfigDir } from '../platform/docker-config-dir.ts';
import { toMessage } from '../platform/engine-error.ts';
import { FileWatch } from '../platform/file-watch.ts';
import type { Log } from '../platform/log.ts';
import { Sequencer } from '../platform/sequencer.ts';
import { ownContextName, toContextFile, writeOwnContext } from './context-file.ts';
import { bundledConnection, readContexts, splitId } from './find-connections.ts';

/**
 * Where a docker CLI without any settings looks for an engine (docker CLI reference, 'Environment
 * variables').
 */
const defaultEndpoint = 'unix:///var/run/docker.sock';

const configFile = z.object({ currentContext: z.string().catch('') });

interface DockerShellOptions {
  readonly env: NodeJS.ProcessEnv;
  /** Of the bundled engine. */
  readonly bundled: EngineAddress;
  readonly log: Log;
}

/** What the docker CLI's own settings say. */
interface ShellSettings {
  /** The current context; `default` is none. */
  readonly current: string;
  /**
   * What a plain `docker` reaches; null where that is no unix socket, or a context that is gone.
   */
  readonly endpoint: string | null;
  /** The endpoints of the contexts at unix sockets, by name. */
  readonly contexts: ReadonlyMap<string, string>;
}

/**
 * Which engine a plain `docker` reaches in a shell with the service's environment, and how one
 * reaches the others. It follows that by a watch of Docker's config file, of the current context and
 * of the context `berth`.
 */
export class DockerShell implements Disposable {
  readonly #options: DockerShellOptions;
  readonly #reads = new Sequencer();
  readonly #listeners = new Set<() => void>();
  readonly #watches = new DisposableStack();
  #currentWatch: { readonly file: string; readonly watch: FileWatch } | null = null;
  #settings: ShellSettings = { current: 'default', endpoint: null, contexts: new Map() };

  private constructor(options: DockerShellOptions) {
    this.#options = options;
  }

  /** Reads the settings and begins to watch them; disposing of it ends the watch. */
  static async open(options: DockerShellOptions): Promise<DockerShell> {
    const { env } = options;
    const shell = new DockerShell(options);
    for (const file of [toConfigFile(env), toContextFile(ownContextName, env)]) {
      shell.#watches.use(await shell.#watch(file));
    }
    await shell.refresh();
    return shell;
  }

  /** How a shell reaches the engine of a connection's id. */
  reachOf(id: string): ShellReach {
    const { endpoint: reached, contexts } = this.#settings;
    const own = toEndpoint(this.#options.bundled);
    const isDefault = (endpoint: string) => reached !== null && toRealEndpoint(endpoint) === toRealEndpoint(reached);
    if (id === bundledConnection.id) {
      if (isDefault(own)) return { kind: 'default' };
      const isRegistered = contexts.get(ownContextName) === own;
      return isRegistered ? { kind: 'context', name: ownContextName } : { kind: 'host', endpoint: own };
    }
    const [kind, name] = splitId(id);
    const endpoint = kind === 'socket' ? toEndpoint({ kind: 'unix', path: name }) : contexts.get(name);
    if (endpoint !== undefined && isDefault(endpoint)) return { kind: 'default' };
    // Of a context that is gone the line names the context all the same: it must never reach
    // another engine.
    return kind === 'context' || endpoint === undefined ? { kind: 'context', name } : { kind: 'host', endpoint };
  }

  /** Calls the listener when an engine may be reached in another way; the answer ends that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Reads the settings anew. Never rejects. */
  refresh(): Promise<void> {
    return this.#reads.run(async () => {
      this.#settings = await readShellSettings(this.#options.env);
      await this.#watchCurrent();
      for (const listener of this.#listeners) listener();
    });
  }

  /**
   * Makes the bundled engine known to the docker CLI as the context `berth`. Where the environment
   * names no home folder and no docker config folder, nothing is written. A failure is logged:
   * lines then name the engine's socket. Never rejects.
   */
  async registerBundled(): Promise<void> {
    const { env, bundled, log } = this.#options;
    if ((env['DOCKER_CONFIG'] ?? '') === '' && (env['HOME'] ?? '') === '') return;
    try {
      await writeOwnContext(toEndpoint(bundled), env);
    } catch (error) {
      log.warn({ error: toMessage(error) }, 'the docker context of the bundled engine was not written');
    }
    await this.refresh();
  }

  [Symbol.dispose](): void {
    this.#listeners.clear();
    this.#watches.dispose();
    this.#currentWatch?.watch[Symbol.dispose]();
  }

  #watch(file: string): Promise<FileWatch> {
    return FileWatch.start(file, () => void this.refresh(), this.#options.log);
  }

  /** Its endpoint may change while it stays the current one. */
  async #watchCurrent(): Promise<void> {
    const file = toContextFile(this.#settings.current, this.#options.env);
    if (file === this.#currentWatch?.file) return;
    this.#currentWatch?.watch[Symbol.dispose]();
    this.#currentWatch = { file, watch: await this.#watch(file) };
    // It was read before the watch began.
    this.#settings = await readShellSettings(this.#options.env);
    if (this.#watches.disposed) this.#currentWatch.watch[Symbol.dispose]();
  }
}

/**
 * In the CLI's own order: `DOCKER_HOST`, `DOCKER_CONTEXT`, `currentContext` of the config file, the
 * default socket; the name `default` is no context (docker/cli 26.1, `cli/command/cli.go`,
 * resolveContextName).
 */
async function readShellSettings(env: NodeJS.ProcessEnv): Promise<ShellSettings> {
  const contexts = new Map((await readContexts(env)).map(({ name, endpoint }) => [name, endpoint]));
  const host = env['DOCKER_HOST'] ?? '';
  if (host !== '') return { current: 'default', endpoint: host, contexts };
  const name = (env['DOCKER_CONTEXT'] ?? '') || (await readCurrentContext(env)) || 'default';
  const endpoint = name === 'default' ? defaultEndpoint : (contexts.get(name) ?? null);
  return { current: name, endpoint, contexts };
}

async function readCurrentContext(env: NodeJS.ProcessEnv): Promise<string> {
  try {
    const text = (await readFileIfAny(toConfigFile(env))) ?? '{}';
    return configFile.parse(JSON.parse(text)).currentContext;
  } catch {
    // The docker CLI warns of a file that it cannot read, and goes on as if there were none.
    return '';
  }
}

function toConfigFile(env: NodeJS.ProcessEnv): string {
  return path.join(toDockerConfigDir(env), 'config.json');
}

/**
 * The endpoint with the links on its path followed; as it is where nothing is there, or it is no
 * unix socket.
 */
function toRealEndpoint(endpoint: string): string {
  const address = parseEndpoint(endpoint);
  if (address === null) return endpoint;
  try {
    return toEndpoint({ kind: 'unix', path: realpathSync(address.path) });
  } catch {
    return endpoint;
  }
}
