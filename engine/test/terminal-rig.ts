import { expect, onTestFinished } from 'vitest';
import { debugImage } from '../commands/terminals.ts';
import { maxReadBytes, type Terminal, type TerminalTarget } from '../contract/terminals.ts';
import { type RealDaemon, startRealDaemon, testImage } from './real-daemon.ts';
import { type ServiceClient, startServiceClient } from './service-client.ts';

const size = { columns: 100, rows: 30 };

/** A view of a terminal: what was read so far, and the calls of a page. */
export class TerminalView {
  readonly terminal: string;
  readonly view: string;
  readonly snapshot: string;
  readonly shown: number;
  offset: number;
  bytes = Buffer.alloc(0);
  readonly #client: ServiceClient['client'];

  private constructor(
    client: ServiceClient['client'],
    terminal: string,
    taken: { view: string; offset: number; snapshot: string; shown: number },
  ) {
    this.#client = client;
    this.terminal = terminal;
    this.view = taken.view;
    this.offset = taken.offset;
    this.snapshot = taken.snapshot;
    this.shown = taken.shown;
  }

  /** Becomes the terminal's view. */
  static async take(client: ServiceClient['client'], terminal: string): Promise<TerminalView> {
    return new TerminalView(client, terminal, await client.terminals.take({ terminal }));
  }

  get #ids() {
    return { terminal: this.terminal, view: this.view };
  }

  /** Writes at most 64 KiB of input. */
  async type(input: string | Uint8Array): Promise<void> {
    await this.#client.terminals.write({ ...this.#ids, bytes: Buffer.from(input).toString('base64') });
  }

  /** Reads on once; false when it has ended. */
  async readOn(): Promise<boolean> {
    const { bytes } = await this.#client.terminals.read(
      { ...this.#ids, offset: this.offset, maxBytes: maxReadBytes, pour: null },
      { signal: AbortSignal.timeout(20_000) },
    );
    this.offset += bytes.length;
    this.bytes = Buffer.concat([this.bytes, bytes]);
    return bytes.length > 0;
  }

  /** Reads on until all that was read matches, and answers it. */
  async readUntil(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.bytes.toString('utf8'))) {
      if (!(await this.readOn())) throw new Error(`Ended before ${pattern}: ${this.bytes.toString('utf8')}`);
    }
    return this.bytes.toString('utf8');
  }

  /** Reads to the terminal's end, and answers all. */
  async readToEnd(): Promise<string> {
    while (await this.readOn());
    return this.bytes.toString('utf8');
  }

  async resize(next: { columns: number; rows: number }): Promise<void> {
    await this.#client.terminals.resize({ ...this.#ids, size: next });
  }

  async keep(snapshot: string): Promise<void> {
    await this.#client.terminals.keep({ ...this.#ids, offset: this.offset, snapshot, size });
  }
}

/** A real engine and a service on it, to try terminals with; what a test opens is closed when it ends. */
export interface TerminalRig extends AsyncDisposable {
  readonly daemon: RealDaemon;
  readonly client: ServiceClient['client'];
  docker(...argv: readonly string[]): Promise<string>;
  /** Starts a container that waits; answers its id. */
  runContainer(...options: readonly string[]): Promise<string>;
  /** The container goes when the test ends. */
  removeLater(container: string): void;
  /** Opens a terminal, or expects to be refused. */
  openUnseen(target: TerminalTarget): Promise<Terminal>;
  open(target: TerminalTarget): Promise<{ terminal: Terminal; view: TerminalView }>;
  take(terminal: Terminal): Promise<TerminalView>;
  endingOf(id: string): Promise<Terminal['ending']>;
  /** Command lines of the container's processes, without its init and `sleep`. */
  programsIn(container: string): Promise<string[]>;
}

/** A shell of the container, unless told otherwise. */
export function exec(
  container: string,
  options: Partial<Extract<TerminalTarget, { kind: 'exec' }>> = {},
): TerminalTarget {
  return { kind: 'exec', container, command: ['/bin/sh'], user: '', workingDir: '', privileged: false, ...options };
}

/** The engine takes a moment to remove it after it has ended. */
export async function expectNoDebugContainer(daemon: RealDaemon): Promise<void> {
  await expect
    .poll(() => daemon.docker('ps', '--all', '--quiet', '--filter', `ancestor=${debugImage}`), { timeout: 10_000 })
    .toBe('');
}

/** Starts the engine and the service. */
export async function startTerminalRig(): Promise<TerminalRig> {
  const daemon = await startRealDaemon();
  const service = await startServiceClient(daemon.socketPath);
  const { client } = service;
  const removeLater = (container: string): void => {
    onTestFinished(async () => {
      await daemon.dockerCli(['rm', '--force', container]);
    });
  };
  const docker = async (...argv: readonly string[]): Promise<string> => {
    const { stdout, stderr, code } = await daemon.dockerCli(argv);
    if (code !== 0) throw new Error(stderr);
    return stdout.trim();
  };
  const openUnseen = async (target: TerminalTarget): Promise<Terminal> => {
    const terminal = await client.terminals.open({ target, size });
    onTestFinished(async () => {
      await client.terminals.close({ terminal: terminal.id });
    });
    return terminal;
  };
  return {
    daemon,
    client,
    docker,
    removeLater,
    openUnseen,
    async runContainer(...options) {
      const id = await docker('run', '--detach', '--init', ...options, testImage, 'sleep', '1000');
      removeLater(id);
      return id;
    },
    async open(target) {
      const terminal = await openUnseen(target);
      return { terminal, view: await TerminalView.take(client, terminal.id) };
    },
    take: ({ id }) => TerminalView.take(client, id),
    async endingOf(id) {
      const signal = AbortSignal.timeout(20_000);
      let seen = await client.terminals.changes({ epoch: '', seq: 0 }, { signal });
      for (;;) {
        const found = seen.terminals.find((terminal) => terminal.id === id);
        if (found === undefined || found.ending !== null) return found?.ending ?? null;
        seen = await client.terminals.changes(seen, { signal });
      }
    },
    async programsIn(container) {
      const { stdout } = await daemon.dockerCli(['top', container, '-o', 'pid,args']);
      return stdout
        .split('\n')
        .slice(1)
        .map((line) => line.trim().replace(/^\d+\s+/, ''))
        .filter((args) => args !== '' && !/docker-init|^sleep 1000$/.test(args));
    },
    async [Symbol.asyncDispose]() {
      await service[Symbol.asyncDispose]();
      await daemon[Symbol.asyncDispose]();
    },
  };
}
