import { randomUUID } from 'node:crypto';
import type { ExecOptions, ShellChoices, Terminal, TerminalTarget } from '../contract/terminals.ts';
import { type ContainerFacts, readContainerFacts } from '../docker/attach.ts';
import type { KnownEngine } from '../docker/address.ts';
import { type DockerConnection, isAway } from '../docker/connect.ts';
import type { Size } from '../docker/exec.ts';
import { SharedConnections } from '../docker/shared-connections.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { Waiters } from '../platform/waiters.ts';
import { openAttachSource } from './attach-source.ts';
import { type DebugImage, openDebugSource } from './debug-source.ts';
import { openExecSource } from './exec-source.ts';
import type { Journal } from './journal.ts';
import { Leftovers } from './leftovers.ts';
import { OpenTerminal } from './open-terminal.ts';
import { TerminalProcesses } from './processes.ts';
import type { RememberedChoices } from './remembered-choices.ts';
import { SharedRoom } from './shared-room.ts';
import { findShells } from './shells.ts';
import type { TerminalSource } from './source.ts';

/** Each holds up to 2.5 MB of output; nobody looks at more. */
const maxTerminals = 64;

interface TerminalsOptions {
  /** Wakes its waiters when an engine begins to answer. */
  readonly answers: Waiters;
  readonly journal: Journal;
  readonly remembered: RememberedChoices;
  readonly debugImage: DebugImage;
  readonly log: Log;
}

interface Entry {
  fact: Terminal;
  readonly open: OpenTerminal;
  /** Its shares of its engine's session and of a connection. */
  readonly home: Disposable;
}

/** The engine that a terminal is opened on, and ends on. */
export interface TerminalEngine {
  readonly engine: KnownEngine;
  /** Throws `unreachable` while it does not answer. */
  connected(): DockerConnection;
  /** Keeps it open until the answer is disposed of. */
  keepOpen(): Disposable;
}

/** A terminal's engine, and a connection that stays open as long as the terminal. */
interface Home {
  readonly engine: KnownEngine;
  readonly connection: DockerConnection;
}

/** All open terminals. They belong to the service, not to a page: they end when they are closed, or with the service. */
export class Terminals implements AsyncDisposable {
  readonly #options: TerminalsOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #news = new Waiters();
  readonly #epoch = randomUUID();
  readonly #sharedRoom = new SharedRoom(() => performance.now());
  /** Apart from the pages' connection, so that neither queues behind the other. */
  readonly #connections = new SharedConnections();
  readonly #processes = new TerminalProcesses();
  readonly #leftovers: Leftovers;
  #seq = 1;
  #opening = 0;

  constructor(options: TerminalsOptions) {
    this.#options = options;
    this.#leftovers = new Leftovers({ ...options, processes: this.#processes });
  }

  /** Begins to end what a service that was killed has left running. */
  async endLeftovers(): Promise<void> {
    this.#leftovers.end(await this.#options.journal.takeLeftovers());
  }

  async choices(on: TerminalEngine, container: string, signal: AbortSignal): Promise<ShellChoices> {
    const connection = on.connected();
    const facts = await readContainerFacts(connection, container, signal);
    const found = await findShells(connection, container, facts, signal);
    return { ...found, remembered: this.#options.remembered.of(facts.image) };
  }

  async changes(
    seen: { readonly epoch: string; readonly seq: number },
    signal: AbortSignal,
  ): Promise<{ epoch: string; seq: number; terminals: Terminal[] }> {
    while (seen.epoch === this.#epoch && seen.seq === this.#seq) await this.#news.next(signal);
    return { epoch: this.#epoch, seq: this.#seq, terminals: [...this.#entries.values()].map(({ fact }) => fact) };
  }

  /** Throws `rejected` beyond 64 open ones, and what the daemon says. */
  async open(on: TerminalEngine, target: TerminalTarget, size: Size, signal: AbortSignal): Promise<Terminal> {
    if (this.#entries.size + this.#opening >= maxTerminals) {
      throw new EngineError('rejected', `At most ${maxTerminals} terminals may be open at once.`);
    }
    this.#opening += 1;
    try {
      const id = randomUUID();
      using stack = new DisposableStack();
      stack.use(on.keepOpen());
      const { connection } = stack.use(this.#connections.share(on.connected()));
      const home = { engine: on.engine, connection };
      const { source, facts } = await this.#openSource(id, home, target, size, signal);
      const open = new OpenTerminal({
        source,
        size,
        sharedRoom: this.#sharedRoom,
        onEnd: (ending) => this.#onEnd(id, ending),
      });
      const fact: Terminal = {
        id,
        engine: on.engine.id,
        target,
        containerName: facts?.name ?? '',
        name: '',
        openedAtMs: Date.now(),
        ending: open.ending,
      };
      this.#entries.set(id, { fact, open, home: stack.move() });
      this.#tell();
      if (target.kind === 'exec' && facts !== null) await this.#remember(facts.image, target);
      return fact;
    } finally {
      this.#opening -= 1;
    }
  }

  /** The open terminal. Throws `not-found`. */
  find(id: string): OpenTerminal {
    return this.#find(id).open;
  }

  rename(id: string, name: string): void {
    const entry = this.#find(id);
    entry.fact = { ...entry.fact, name };
    this.#tell();
  }

  /**
   * Ends it on its engine, or once that answers again, and forgets it. One that is not there is
   * closed already.
   */
  async close(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    this.#tell();
    const { journal } = this.#options;
    try {
      await entry.open.close();
      await journal.remove(id);
    } catch (error) {
      const left = journal.get(id);
      if (left === null || !isAway(error)) throw error;
      this.#leftovers.end(new Map([[id, left]]));
    } finally {
      entry.home[Symbol.dispose]();
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const results = await Promise.allSettled([...this.#entries.keys()].map((id) => this.close(id)));
    for (const result of results) {
      if (result.status === 'rejected') {
        this.#options.log.warn({ error: toMessage(result.reason) }, 'a terminal was not ended in order');
      }
    }
    await this.#leftovers[Symbol.asyncDispose]();
  }

  #find(id: string): Entry {
    const entry = this.#entries.get(id);
    if (entry === undefined) throw new EngineError('not-found', 'This terminal is not open any more.');
    return entry;
  }

  #tell(): void {
    this.#seq += 1;
    this.#news.wake();
  }

  #onEnd(id: string, ending: NonNullable<Terminal['ending']>): void {
    const entry = this.#entries.get(id);
    // `close` removes it from the journal once nothing of it is left.
    if (entry === undefined) return;
    entry.fact = { ...entry.fact, ending };
    this.#tell();
    // The engine was lost: its program may run on, and is ended by `close`, or by the next service.
    if (ending.kind === 'engine-lost') return;
    this.#options.journal.remove(id).catch((error: unknown) => {
      this.#options.log.warn({ error: toMessage(error) }, 'the journal of terminals could not be written');
    });
  }

  async #remember(image: string, { command, user, workingDir, privileged }: ExecOptions): Promise<void> {
    try {
      await this.#options.remembered.remember(image, { command, user, workingDir, privileged });
    } catch (error) {
      // The terminal is open, which is what was asked for.
      this.#options.log.warn({ error: toMessage(error) }, 'the choice of a shell could not be remembered');
    }
  }

  /** `facts` are those of the container that it is in. */
  async #openSource(
    id: string,
    home: Home,
    target: TerminalTarget,
    size: Size,
    signal: AbortSignal,
  ): Promise<{ source: TerminalSource; facts: ContainerFacts | null }> {
    if (target.kind === 'machine') return { source: await this.#openDebug(id, home, null, size, signal), facts: null };
    const facts = await readContainerFacts(home.connection, target.container, signal);
    if (!facts.running) throw new EngineError('conflict', `Container ${facts.name} is not running.`);
    return { source: await this.#openBeside(id, home, target, facts, size, signal), facts };
  }

  #openBeside(
    id: string,
    { engine, connection }: Home,
    target: Exclude<TerminalTarget, { kind: 'machine' }>,
    facts: ContainerFacts,
    size: Size,
    signal: AbortSignal,
  ): Promise<TerminalSource> {
    const { journal } = this.#options;
    const { container } = target;
    switch (target.kind) {
      case 'exec':
        return openExecSource(
          {
            connection,
            processes: this.#processes,
            container,
            options: target,
            containerEnv: facts.env,
            marker: id,
            size,
            onStart: (process) => journal.add(id, { kind: 'exec', engine, ...process }),
          },
          signal,
        );
      case 'attach':
        return openAttachSource({ connection, container, tty: facts.tty, size }, signal);
      case 'debug':
        return this.#openDebug(id, { engine, connection }, container, size, signal);
    }
  }

  #openDebug(
    id: string,
    { engine, connection }: Home,
    target: string | null,
    size: Size,
    signal: AbortSignal,
  ): Promise<TerminalSource> {
    const { journal, debugImage } = this.#options;
    return openDebugSource(
      {
        connection,
        processes: this.#processes,
        target,
        size,
        image: debugImage,
        marker: id,
        onCreate: (made) => journal.add(id, { kind: 'debug', engine, ...made }),
      },
      signal,
    );
  }
}
