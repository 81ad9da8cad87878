import { link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { logFileName, logFileNames } from './kept-names.ts';
import { segmentFormat } from '../files/segment-format.ts';

interface KeptFilesOptions {
  /** The folder of Berth's own engine with a folder per container. */
  readonly containersDir: string;
  /**
   * The folder for second names of log files, on the same mount: links cannot cross mounts
   * (link(2), EXDEV).
   */
  readonly keptDir: string;
  /** The folder of the notes, with captured lines of logs that have no files to link. */
  readonly folder: string;
}

/**
 * Second names of log files: they cost nothing while the first names exist, and stay when those are
 * removed.
 */
export class KeptFiles {
  readonly #options: KeptFilesOptions;

  constructor(options: KeptFilesOptions) {
    this.#options = options;
  }

  /**
   * Links the files of a container's log. When not all of them can be linked, the earlier links
   * stay.
   */
  async keep(id: string): Promise<void> {
    const containerDir = path.join(this.#options.containersDir, id);
    // The name that dockerd uses.
    const base = `${id}-json.log`;
    const folder = this.#folderOf(id);
    // A new folder until all links exist: dockerd may remove the container between two of them.
    const fresh = `${folder}.new`;
    try {
      const names = (await readdir(containerDir)).filter((name) => name === base || name.startsWith(`${base}.`));
      if (names.length === 0) return;
      await rm(fresh, { recursive: true, force: true });
      await mkdir(fresh, { recursive: true, mode: 0o700 });
      for (const name of names) await link(path.join(containerDir, name), path.join(fresh, name));
      await rm(folder, { recursive: true, force: true });
      await rename(fresh, folder);
    } catch (error) {
      await rm(fresh, { recursive: true, force: true });
      // The files are gone, or not readable for this user.
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'EACCES' && code !== 'EPERM') throw error;
    }
  }

  /** The file for captured lines of a container. */
  capturedPathOf(id: string): string {
    return path.join(this.#options.folder, id, logFileName(id, segmentFormat));
  }

  /** The kept log of a container; null when there is none. */
  async pathOf(id: string): Promise<string | null> {
    for (const file of this.#filesOf(id)) if ((await sizeOf(file)) !== null) return file;
    return null;
  }

  /** The size of the kept log in bytes. */
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

  /** All paths at which a log may be kept. */
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
    // Missing or not readable: nothing is kept there.
    return null;
  }
}
