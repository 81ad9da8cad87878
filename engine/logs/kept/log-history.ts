import { setTimeout as sleep } from 'node:timers/promises';
import { toAddressKey } from '../../docker/address.ts';
import type { DockerConnection } from '../../docker/connect.ts';
import type { DockerEvent } from '../../docker/events.ts';
import { toMessage } from '../../platform/engine-error.ts';
import type { Log } from '../../platform/log.ts';
import { Sequencer } from '../../platform/sequencer.ts';
import { captureEnded } from './capture-ended.ts';
import {
  type About,
  ContainerNotes,
  isContainerId,
  isOnSame,
  type PastEvent,
  type ContainerRole,
} from './container-notes.ts';
import { HistoryLimits, type KeptLimits } from './history-limits.ts';
import { KeptFiles } from './kept-files.ts';

const captureWithinMs = 5_000;
/** A container that ends and runs again is captured at most this often: its log still exists. */
const captureAgainMs = 60_000;

const patienceMs = 100;

export interface PastContainer {
  readonly id: string;
  readonly name: string;
  /** The path of its kept log; null when there is none. */
  readonly path: string | null;
}

export interface Past {
  /** The predecessors of the container, the oldest first. */
  readonly containers: readonly PastContainer[];
  /** Their events and its own. */
  readonly events: readonly PastEvent[];
}

interface LogHistoryOptions {
  readonly folder: string;
  /** The folder of Berth's own engine with a folder per container. */
  readonly containersDir: string;
  /**
   * The folder for second names of log files, on the same mount: links cannot cross mounts
   * (link(2), EXDEV).
   */
  readonly keptDir: string;
  /**
   * Whether the connection is to Berth's own engine; Berth does not keep files of other engines.
   */
  readonly isOwnEngine: (connection: DockerConnection) => boolean;
  /** Whether a page is open. */
  readonly hasPages: () => boolean;
  readonly limits: () => KeptLimits;
  /**
   * Copies the captured lines of a removed container into a folder; returns false when there are
   * none.
   */
  readonly keepCaptured: (id: string, folder: string) => Promise<boolean>;
  readonly log: Log;
}

/**
 * Keeps what outlives a container: its events and its log. Log files of Berth's own engine get a
 * second name (link(2)), which costs nothing while the container exists. Other logs are captured:
 * the last lines when the container ends, or all lines that were read while a page had the log
 * open; from engines of other people only while a page is open. Containers of one role are found
 * together.
 */
export class LogHistory {
  readonly #options: LogHistoryOptions;
  readonly #files: KeptFiles;
  readonly #notes: ContainerNotes;
  readonly #limits: HistoryLimits;
  readonly #work = new Sequencer();
  /** Per connection: containers of events that came before the list, which may not contain them. */
  readonly #early = new WeakMap<DockerConnection, Set<string>>();
  readonly #listed = new WeakSet<DockerConnection>();

  constructor(options: LogHistoryOptions) {
    this.#options = options;
    this.#files = new KeptFiles(options);
    this.#notes = new ContainerNotes(options.folder, options.log);
    this.#limits = new HistoryLimits(this.#files, this.#notes, options.limits);
  }

  /** Records an event of a container. Events are written in the order of the calls. */
  learn(event: DockerEvent, connection: DockerConnection): void {
    if (event.kind !== 'container' || !isContainerId(event.id)) return;
    if (!this.#listed.has(connection)) {
      const early = this.#early.get(connection) ?? new Set();
      this.#early.set(connection, early.add(event.id));
    }
    this.#then(() => this.#take(event, connection));
  }

  /**
   * Keeps the logs of containers that are older than Berth's connection, and marks missing
   * containers as removed.
   */
  adopt(containers: Iterable<ContainerRole & { readonly id: string }>, connection: DockerConnection): void {
    const present = new Map([...containers].filter(({ id }) => isContainerId(id)).map((one) => [one.id, one]));
    const here = this.#on(connection);
    const early = this.#early.get(connection) ?? new Set();
    this.#early.delete(connection);
    this.#listed.add(connection);
    this.#then(async () => {
      // Of other engines only containers with events are kept.
      for (const [id, { name, project, service }] of here.isOwn ? present : []) {
        if ((await this.#notes.get(id)) !== null) continue;
        await this.#notes.set(id, { ...this.#newNote(connection), name, project, service });
        await this.#keepFiles(id, connection);
      }
      for (const { id, about: known } of await this.#notes.all()) {
        if (known.removedMs !== null || present.has(id) || early.has(id)) continue;
        // Old notes name no engine: those with a kept log are of Berth's own engine.
        const isOld = known.engine === '' && (await this.#files.pathOf(id)) !== null;
        if (isOld ? here.isOwn : isOnSame(known, here)) await this.#notes.set(id, { ...known, removedMs: Date.now() });
      }
      await this.#limits.keep();
      await this.#limits.keepElsewhere(here);
    });
  }

  /**
   * Applies the current limits: removes what may no longer be kept, and keeps what may be kept now.
   */
  async applyLimits(): Promise<void> {
    this.#then(async () => {
      const { files } = this.#options.limits();
      for (const { id, about: known } of await this.#notes.all()) {
        if (known.removedMs !== null) continue;
        if (!files) await this.#limits.dropFiles(id, known);
        else if ((await this.#files.pathOf(id)) === null) await this.#files.keep(id);
      }
      await this.#limits.keep();
    });
    await this.#work.settled();
  }

  /** The predecessors of a container, and the events of all of them. */
  async past(id: string, role: ContainerRole, connection: DockerConnection): Promise<Past> {
    // Events of the last moment belong to it, but opening a log does not wait for all pending work.
    await Promise.race([this.#work.settled(), sleep(patienceMs)]);
    const removed = await this.#limits.removedLike({ ...role, ...this.#on(connection) });
    const containers = await Promise.all(
      removed.map(async ({ id: before, about: { name } }) => ({
        id: before,
        name,
        path: await this.#files.pathOf(before),
      })),
    );
    const events: PastEvent[] = [];
    for (const one of [...removed.map(({ id: before }) => before), id]) {
      const own = await this.#notes.events(one);
      const [first] = own;
      if (events.length > 0 && first !== undefined) events.push({ ms: first.ms, event: { kind: 'recreated' } });
      events.push(...own);
    }
    return { containers, events };
  }

  /** Resolves when everything is written. */
  async settled(): Promise<void> {
    await this.#work.settled();
  }

  #then(work: () => Promise<void>): void {
    this.#work.run(work).catch((error: unknown) => {
      this.#options.log.warn({ error: toMessage(error) }, 'the history of a log could not be kept');
    });
  }

  async #take({ action, id, atMs, attributes }: DockerEvent, connection: DockerConnection): Promise<void> {
    const known = await this.#notes.get(id);
    const now: About = {
      ...this.#newNote(connection),
      toldMs: atMs,
      capturedMs: known?.capturedMs ?? null,
      name: attributes['name'] ?? known?.name ?? id.slice(0, 12),
      project: attributes['com.docker.compose.project'] ?? null,
      service: attributes['com.docker.compose.service'] ?? null,
    };
    switch (action) {
      case 'create':
      case 'rename':
        await this.#notes.set(id, now);
        return;
      case 'start':
        await this.#ensureNote(id, now);
        await this.#notes.append(id, { ms: atMs, kind: 'started' });
        await this.#keepFiles(id, connection);
        return;
      case 'oom':
        await this.#ensureNote(id, now);
        await this.#notes.append(id, { ms: atMs, kind: 'out-of-memory' });
        return;
      case 'die':
        await this.#ensureNote(id, now);
        await this.#notes.append(id, { ms: atMs, kind: 'stopped', exitCode: Number(attributes['exitCode'] ?? 0) });
        await this.#keepFiles(id, connection);
        await this.#capture(id, connection);
        return;
      case 'destroy':
        // For a container older than Berth's connection there may be no note, only captured lines.
        if (!(await this.#keepCaptured(id)) && known === null) return;
        await this.#notes.set(id, { ...(known ?? now), removedMs: atMs });
        this.#limits.measureAgain(id);
        await this.#limits.prune(known ?? now);
        return;
      default:
    }
  }

  #on(connection: DockerConnection): Pick<About, 'isOwn' | 'engine'> {
    return { isOwn: this.#options.isOwnEngine(connection), engine: toAddressKey(connection.address) };
  }

  #newNote(connection: DockerConnection): Omit<About, keyof ContainerRole> {
    return { ...this.#on(connection), removedMs: null, toldMs: Date.now(), capturedMs: null };
  }

  /** Whatever is kept needs a note: the limits remove only what has one. */
  async #ensureNote(id: string, now: About): Promise<void> {
    if ((await this.#notes.get(id)) === null) await this.#notes.set(id, now);
  }

  /**
   * Captures the last lines of an ended container without linkable files: it may be removed at
   * once.
   */
  async #capture(id: string, connection: DockerConnection): Promise<void> {
    if (!this.#options.isOwnEngine(connection) && !this.#options.hasPages()) return;
    const known = await this.#notes.get(id);
    if (known === null || !(await this.#maybeCaptured(id))) return;
    const isRecent = known.capturedMs !== null && Date.now() - known.capturedMs < captureAgainMs;
    const target = { file: this.#files.capturedPathOf(id), evenIfRunning: !isRecent };
    if (!(await captureEnded(connection, id, target, AbortSignal.timeout(captureWithinMs)))) return;
    await this.#notes.set(id, { ...known, capturedMs: Date.now() });
    this.#limits.measureAgain(id);
    await this.#limits.keep();
  }

  /**
   * Keeps all lines that were read while the log was open, instead of the last lines. Returns
   * whether anything is kept.
   */
  async #keepCaptured(id: string): Promise<boolean> {
    if (!(await this.#maybeCaptured(id))) return false;
    const isKept = await this.#options.keepCaptured(id, this.#notes.folderOf(id));
    return isKept || (await this.#files.pathOf(id)) !== null;
  }

  /** Whether its lines may be kept, and are not linked already. */
  async #maybeCaptured(id: string): Promise<boolean> {
    if (!this.#options.limits().files) return false;
    const kept = await this.#files.pathOf(id);
    return kept === null || kept === this.#files.capturedPathOf(id);
  }

  async #keepFiles(id: string, connection: DockerConnection): Promise<void> {
    if (this.#options.isOwnEngine(connection) && this.#options.limits().files) await this.#files.keep(id);
  }
}
