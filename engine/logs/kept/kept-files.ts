import { link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { logFileName, logFileNames } from './kept-names.ts';
import { segmentFormat } from '../files/segment-format.ts';

interface KeptFilesOptions {
  /** Where Berth's own engine keeps a folder for each container. */
  readonly containersDir: string;
  /** Where their logs get second names: on the same mount, because there are none across two (link(2), EXDEV). */
  readonly keptDir: string;
  /** What is known of each container, in a folder by its id: there is also what was captured of a log that has no files to be named. */
  readonly folder: string;
}

/** Second names for the files of containers' logs: they cost nothing while the first ones are there, and stay when those go. */
export class KeptFiles {
  readonly #options: KeptFilesOptions;

  constructor(options: KeptFilesOptions) {
    this.#options = options;
  }

  /** Gives the files of a container's log second names. Where not all of them are there to be named, what was kept before stays. */
  async keep(id: string): Promise<void> {
    const source = path.join(this.#options.containersDir, id);
    // As dockerd names it.
    const base = `${id}-json.log`;
    const folder = this.#folderOf(id);
    // Beside the old ones until all are there: dockerd may remove the container, and its log with it, between two of them.
    const fresh = `${folder}.new`;
    try {
      const names = (await readdir(source)).filter((name) => name === base || name.startsWith(`${base}.`));
      if (names.length === 0) return;
      await rm(fresh, { recursive: true, force: true });
      await mkdir(fresh, { recursive: true, mode: 0o700 });
      for (const name of names) await link(path.join(source, name), path.join(fresh, name));
      await rm(folder, { recursive: true, force: true });
      await rename(fresh, folder);
    } catch (error) {
      await rm(fresh, { recursive: true, force: true });
      // It is gone by now; or these files are not for us to keep.
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EPERM') throw error;
    }
  }

  /** Where what was captured of a log goes. */
  capturedPathOf(id: string): string {
    return path.join(this.#options.folder, id, logFileName(id, segmentFormat));
  }

  /** Where a container's log is kept; null when nothing of it is. */
  async pathOf(id: string): Promise<string | null> {
    for (const file of this.#filesOf(id)) if ((await sizeOf(file)) !== null) return file;
    return null;
  }

  /** In bytes. */
  async sizeOf(id: string): Promise<number> {
    const folder = this.#folderOf(id);
    const rotated = (await namesIn(folder)).map((name) => path.join(folder, name));
    const sizes = await Promise.all([...new Set([...rotated, ...this.#filesOf(id)])].map(sizeOf));
    return sizes.reduce<number>((total, size) => total + (size ?? 0), 0);
  }

  async remove(id: string): Promise<void> {
    const folder = this.#folderOf(id);
    for (const each of [folder, `${folder}.new`, this.capturedPathOf(id)])
      await rm(each, { recursive: true, force: true });
  }

  #folderOf(id: string): string {
    return path.join(this.#options.keptDir, id);
  }

  /** Where a log may lie, whichever way it was kept. */
  #filesOf(id: string): string[] {
    const { keptDir, folder } = this.#options;
    return [keptDir, folder].flatMap((dir) => logFileNames(id).map((name) => path.join(dir, id, name)));
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch {
    // Nothing is kept there.
    return [];
  }
}

async function sizeOf(file: string): Promise<number | null> {
  try {
    return (await stat(file)).size;
  } catch {
    // Not there, or not for us to read: nothing of it could be kept.
    return null;
  }
}
