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
/** A container that ends and runs again is captured at most this often: its log is still there. */
const captureAgainMs = 60_000;

const patienceMs = 100;

export interface PastContainer {
  readonly id: string;
  readonly name: string;
  /** Where its log lies; null when nothing of it could be kept. */
  readonly path: string | null;
}

export interface Past {
  /** Those that had the container's place before it, the oldest first. */
  readonly containers: readonly PastContainer[];
  /** What happened to them and to it. */
  readonly events: readonly PastEvent[];
}

interface LogHistoryOptions {
  readonly folder: string;
  /** Where Berth's own engine keeps a folder for each container. */
  readonly containersDir: string;
  /** Where their logs get second names: on the same mount, because there are none across two (link(2), EXDEV). */
  readonly keptDir: string;
  /** Whether that engine answers here; the files of others are not Berth's to keep. */
  readonly isOwnEngine: (connection: DockerConnection) => boolean;
  /** Whether a page is open. */
  readonly hasPages: () => boolean;
  readonly limits: () => KeptLimits;
  /** Writes what was taken in of a removed container's log into a folder; answers whether there was anything. */
  readonly keepCaptured: (id: string, folder: string) => Promise<boolean>;
  readonly log: Log;
}

/**
 * What outlives a container: when it started and stopped, and its log. The log of an engine on this computer is kept by a second name
 * for its files (link(2)), which costs nothing while the container is there. Where there are no such files, its last lines are captured when it
 * ends, or all that was taken in while somebody looked; of other people's engines only while a page is open.
 * Those of one name or compose service are found together.
 */
export class LogHistory {
  readonly #options: LogHistoryOptions;
  readonly #files: KeptFiles;
  readonly #notes: ContainerNotes;
  readonly #limits: HistoryLimits;
  readonly #work = new Sequencer();
  /** By connection: containers of events that came before the list, which may not show them. */
  readonly #early = new WeakMap<DockerConnection, Set<string>>();
  readonly #listed = new WeakSet<DockerConnection>();

  constructor(options: LogHistoryOptions) {
    this.#options = options;
    this.#files = new KeptFiles(options);
    this.#notes = new ContainerNotes(options.folder, options.log);
    this.#limits = new HistoryLimits(this.#files, this.#notes, options.limits);
  }

  /** Learns of what happened to a container; events are written in the order of the calls. */
  learn(event: DockerEvent, connection: DockerConnection): void {
    if (event.kind !== 'container' || !isContainerId(event.id)) return;
    if (!this.#listed.has(connection)) {
      const early = this.#early.get(connection) ?? new Set();
      this.#early.set(connection, early.add(event.id));
    }
    this.#then(() => this.#take(event, connection));
  }

  /** Keeps the logs of containers that were there before Berth looked, and notices those that are not there any more. */
  adopt(containers: Iterable<ContainerRole & { readonly id: string }>, connection: DockerConnection): void {
    const present = new Map([...containers].filter(({ id }) => isContainerId(id)).map((one) => [one.id, one]));
    const here = this.#on(connection);
    const early = this.#early.get(connection) ?? new Set();
    this.#early.delete(connection);
    this.#listed.add(connection);
    this.#then(async () => {
      // Of others' engines nothing is kept but what was learned of them.
      for (const [id, { name, project, service }] of here.isOwn ? present : []) {
        if ((await this.#notes.get(id)) !== null) continue;
        await this.#notes.set(id, { ...this.#newNote(connection), name, project, service });
        await this.#keepFiles(id, connection);
      }
      for (const { id, about: known } of await this.#notes.all()) {
        if (known.removedMs !== null || present.has(id) || early.has(id)) continue;
        // Records of before have no engine: they were all of Berth's own where they have a log.
        const isOld = known.engine === '' && (await this.#files.pathOf(id)) !== null;
        if (isOld ? here.isOwn : isOnSame(known, here)) await this.#notes.set(id, { ...known, removedMs: Date.now() });
      }
      await this.#limits.keep();
      await this.#limits.keepElsewhere(here);
    });
  }

  /** Takes the limits as they are set now: what may not be kept any more goes, what may be is kept from now on. */
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

  /** What was before a container, and what happened since. */
  async past(id: string, role: ContainerRole, connection: DockerConnection): Promise<Past> {
    // What was told a moment ago belongs to it; a person who waits for a log does not wait for the history of all others.
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

  /** Resolves when everything that was learned is written. */
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
        // Of one that was there before Berth looked nothing may be known but its lines.
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

  /** Anything that is kept needs a record: the limits remove only what has one. */
  async #ensureNote(id: string, now: About): Promise<void> {
    if ((await this.#notes.get(id)) === null) await this.#notes.set(id, now);
  }

  /** The last lines of one that has ended, where its files are not there to be kept: it may be removed at once. */
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

  /** All that was taken in while somebody looked, in place of the last lines. Answers whether anything is kept. */
  async #keepCaptured(id: string): Promise<boolean> {
    if (!(await this.#maybeCaptured(id))) return false;
    const isKept = await this.#options.keepCaptured(id, this.#notes.folderOf(id));
    return isKept || (await this.#files.pathOf(id)) !== null;
  }

  /** Whether its lines are to be kept, and there is no better way. */
  async #maybeCaptured(id: string): Promise<boolean> {
    if (!this.#options.limits().files) return false;
    const kept = await this.#files.pathOf(id);
    return kept === null || kept === this.#files.capturedPathOf(id);
  }

  async #keepFiles(id: string, connection: DockerConnection): Promise<void> {
    if (this.#options.isOwnEngine(connection) && this.#options.limits().files) await this.#files.keep(id);
  }
}
