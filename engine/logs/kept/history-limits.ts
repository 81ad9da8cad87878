import { type About, type ContainerNotes, isOnSame, type RoleOnEngine } from './container-notes.ts';
import type { KeptFiles } from './kept-files.ts';

/** Kept logs of removed containers per name or compose service. */
const keptOfOneName = 5;
/** Removed containers with notes, of all names. */
const keptOfAll = 200;
/** Existing ended containers whose last lines are captured. */
const capturedOfEnded = 50;
/**
 * Containers of engines that are neither Berth's own nor in use: no event reports their removal.
 */
const keptElsewhere = 1_000;

/** What may be kept, by the current settings. */
export interface KeptLimits {
  /** Anything of removed containers. */
  readonly ofRemoved: boolean;
  /** Log files and captured lines, which outlive their container. */
  readonly files: boolean;
  /** For all removed containers; the oldest go first. */
  readonly allBytes: number;
}

/** Enforces the limits of what is kept. Calls must not overlap. */
export class HistoryLimits {
  readonly #files: KeptFiles;
  readonly #notes: ContainerNotes;
  readonly #limits: () => KeptLimits;
  /** Sizes of logs that no longer grow, measured once. */
  readonly #sizes = new Map<string, number>();

  constructor(files: KeptFiles, notes: ContainerNotes, limits: () => KeptLimits) {
    this.#files = files;
    this.#notes = notes;
    this.#limits = limits;
  }

  /** Removed containers of the same role, the oldest first. */
  async removedLike(role: RoleOnEngine): Promise<{ id: string; about: About }[]> {
    const all = await this.#allRemoved();
    const here = all.filter(({ about: one }) => isOnSame(one, role));
    return here.filter(({ about: one }) =>
      role.project !== null && role.service !== null
        ? one.project === role.project && one.service === role.service
        : one.project === null && one.name === role.name,
    );
  }

  /** Removes the oldest logs of a role beyond five, and whatever else exceeds the limits. */
  async prune(role: RoleOnEngine): Promise<void> {
    const alike = await this.removedLike(role);
    for (const { id } of alike.slice(0, Math.max(0, alike.length - keptOfOneName))) await this.#forget(id);
    await this.keep();
  }

  /**
   * Removes the oldest removed containers beyond the budget, then the oldest captured lines;
   * everything when nothing may be kept.
   */
  async keep(): Promise<void> {
    const { ofRemoved, files, allBytes } = this.#limits();
    const removed = await this.#allRemoved();
    const captured = await this.#allCaptured();
    let sum = 0;
    for (const { id } of [...removed, ...captured]) sum += await this.#sizeOf(id);
    for (const [index, { id }] of removed.entries()) {
      if (ofRemoved && sum <= allBytes && removed.length - index <= keptOfAll) break;
      sum -= await this.#sizeOf(id);
      await this.#forget(id);
    }
    for (const [index, { id, about }] of captured.entries()) {
      if (files && sum <= allBytes && captured.length - index <= capturedOfEnded) break;
      sum -= await this.#sizeOf(id);
      await this.dropFiles(id, about);
    }
  }

  /**
   * Removes the oldest notes of containers on engines that are neither Berth's own nor this one.
   */
  async keepElsewhere(here: Pick<About, 'isOwn' | 'engine'>): Promise<void> {
    const all = await this.#notes.all();
    const elsewhere = all
      .filter(({ about: one }) => one.removedMs === null && !one.isOwn && one.engine !== '' && !isOnSame(one, here))
      .toSorted((a, b) => a.about.toldMs - b.about.toldMs);
    for (const { id } of elsewhere.slice(0, Math.max(0, elsewhere.length - keptElsewhere))) await this.#forget(id);
  }

  /** Call when the log of a container has changed. */
  measureAgain(id: string): void {
    this.#sizes.delete(id);
  }

  /** Removes the kept log of a container that still exists. */
  async dropFiles(id: string, about: About): Promise<void> {
    await this.#files.remove(id);
    this.#sizes.delete(id);
    if (about.capturedMs !== null) await this.#notes.set(id, { ...about, capturedMs: null });
  }

  async #allRemoved(): Promise<{ id: string; about: About }[]> {
    return byTime(await this.#notes.all(), ({ removedMs }) => removedMs);
  }

  async #allCaptured(): Promise<{ id: string; about: About }[]> {
    return byTime(await this.#notes.all(), ({ removedMs, capturedMs }) => (removedMs === null ? capturedMs : null));
  }

  async #sizeOf(id: string): Promise<number> {
    const known = this.#sizes.get(id);
    if (known !== undefined) return known;
    const size = await this.#files.sizeOf(id);
    this.#sizes.set(id, size);
    return size;
  }

  async #forget(id: string): Promise<void> {
    await this.#files.remove(id);
    await this.#notes.forget(id);
    this.#sizes.delete(id);
  }
}

/** The notes that have this time, the oldest first. */
function byTime<T extends { readonly about: About }>(all: readonly T[], timeOf: (about: About) => number | null): T[] {
  return all
    .flatMap((one) => {
      const ms = timeOf(one.about);
      return ms === null ? [] : [{ one, ms }];
    })
    .toSorted((a, b) => a.ms - b.ms)
    .map(({ one }) => one);
}
