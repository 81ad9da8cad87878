import { randomUUID } from 'node:crypto';
import type { ExecOptions, ShellChoices, Terminal, TerminalTarget } from '../contract/terminals.ts';
import { type ContainerFacts, readContainerFacts } from '../docker/attach.ts';
import type { DockerConnection } from '../docker/connect.ts';
import type { Size } from '../docker/exec.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { Waiters } from '../platform/waiters.ts';
import { openAttachSource } from './attach-source.ts';
import { type DebugImage, endDebugContainer, openDebugSource } from './debug-source.ts';
import { openExecSource } from './exec-source.ts';
import type { Journal } from './journal.ts';
import { OpenTerminal } from './open-terminal.ts';
import { endTerminalProcesses } from './processes.ts';
import type { RememberedChoices } from './remembered-choices.ts';
import { SharedRoom } from './shared-room.ts';
import { findShells } from './shells.ts';
import type { TerminalSource } from './source.ts';

/** Each holds up to 2.5 MB of output; nobody looks at more. */
const maxTerminals = 64;

interface TerminalsOptions {
  /** The connection to the engine; throws `unreachable` while there is none. */
  readonly connected: () => DockerConnection;
  readonly journal: Journal;
  readonly remembered: RememberedChoices;
  readonly debugImage: DebugImage;
  readonly log: Log;
}

interface Entry {
  fact: Terminal;
  readonly open: OpenTerminal;
}

/** All open terminals. They belong to the service, not to a page: they end when they are closed, or with the service. */
export class Terminals implements AsyncDisposable {
  readonly #options: TerminalsOptions;
  readonly #entries = new Map<string, Entry>();
  readonly #news = new Waiters();
  readonly #epoch = randomUUID();
  readonly #sharedRoom = new SharedRoom(() => performance.now());
  #seq = 1;
  #opening = 0;

  constructor(options: TerminalsOptions) {
    this.#options = options;
  }

  /** Ends what a service that was killed has left running; entries whose engine does not answer are given up. */
  async endLeftovers(): Promise<void> {
    const { journal, connected, log } = this.#options;
    for (const left of await journal.takeLeftovers()) {
      try {
        if (left.kind === 'exec') await endTerminalProcesses(left, connected);
        else await endDebugContainer(connected, left);
      } catch (error) {
        log.warn({ container: left.container, error: toMessage(error) }, 'a terminal of before could not be ended');
      }
    }
  }

  async choices(container: string, signal: AbortSignal): Promise<ShellChoices> {
    const connection = this.#options.connected();
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
  async open(target: TerminalTarget, size: Size, signal: AbortSignal): Promise<Terminal> {
    if (this.#entries.size + this.#opening >= maxTerminals) {
      throw new EngineError('rejected', `At most ${maxTerminals} terminals may be open at once.`);
    }
    this.#opening += 1;
    try {
      const id = randomUUID();
      const { source, facts } = await this.#openSource(id, target, size, signal);
      const open = new OpenTerminal({
        source,
        size,
        sharedRoom: this.#sharedRoom,
        onEnd: (ending) => this.#onEnd(id, ending),
      });
      const fact: Terminal = {
        id,
        target,
        containerName: facts?.name ?? '',
        name: '',
        openedAtMs: Date.now(),
        ending: open.ending,
      };
      this.#entries.set(id, { fact, open });
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

  /** Ends it and forgets it; one that is not there is closed already. */
  async close(id: string): Promise<void> {
    const entry = this.#entries.get(id);
    if (entry === undefined) return;
    this.#entries.delete(id);
    this.#tell();
    await entry.open.close();
    await this.#options.journal.remove(id);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const results = await Promise.allSettled([...this.#entries.keys()].map((id) => this.close(id)));
    for (const result of results) {
      if (result.status === 'rejected') {
        this.#options.log.warn({ error: toMessage(result.reason) }, 'a terminal was not ended in order');
      }
    }
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
    if (entry !== undefined) {
      entry.fact = { ...entry.fact, ending };
      this.#tell();
    }
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
    target: TerminalTarget,
    size: Size,
    signal: AbortSignal,
  ): Promise<{ source: TerminalSource; facts: ContainerFacts | null }> {
    if (target.kind === 'machine') return { source: await this.#openDebug(id, null, size, signal), facts: null };
    const facts = await readContainerFacts(this.#options.connected(), target.container, signal);
    if (!facts.running) throw new EngineError('conflict', `Container ${facts.name} is not running.`);
    return { source: await this.#openBeside(id, target, facts, size, signal), facts };
  }

  #openBeside(
    id: string,
    target: Exclude<TerminalTarget, { kind: 'machine' }>,
    facts: ContainerFacts,
    size: Size,
    signal: AbortSignal,
  ): Promise<TerminalSource> {
    const { connected, journal } = this.#options;
    const { container } = target;
    switch (target.kind) {
      case 'exec':
        return openExecSource(
          {
            connected,
            container,
            options: target,
            containerEnv: facts.env,
            marker: id,
            size,
            onStart: (process) => journal.add(id, { kind: 'exec', ...process }),
          },
          signal,
        );
      case 'attach':
        return openAttachSource({ connected, container, tty: facts.tty, size }, signal);
      case 'debug':
        return this.#openDebug(id, container, size, signal);
    }
  }

  #openDebug(id: string, target: string | null, size: Size, signal: AbortSignal): Promise<TerminalSource> {
    const { connected, journal, debugImage } = this.#options;
    return openDebugSource(
      {
        connected,
        target,
        size,
        image: debugImage,
        marker: id,
        onCreate: (made) => journal.add(id, { kind: 'debug', ...made }),
      },
      signal,
    );
  }
}
