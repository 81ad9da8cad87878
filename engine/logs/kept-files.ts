import { link, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

interface KeptFilesOptions {
  /** Where Berth's own engine keeps a folder for each container. */
  readonly containersDir: string;
  /** Where their logs get second names: on the same mount, because there are none across two (link(2), EXDEV). */
  readonly keptDir: string;
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
    const base = baseName(id);
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

  /** Where a container's log is kept; null when nothing of it is. */
  async pathOf(id: string): Promise<string | null> {
    const file = path.join(this.#folderOf(id), baseName(id));
    try {
      await stat(file);
      return file;
    } catch {
      // Nothing of it could be kept.
      return null;
    }
  }

  /** In bytes. */
  async sizeOf(id: string): Promise<number> {
    const folder = this.#folderOf(id);
    try {
      const names = await readdir(folder);
      const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(folder, name))).size));
      return sizes.reduce((total, size) => total + size, 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
      throw error;
    }
  }

  async remove(id: string): Promise<void> {
    const folder = this.#folderOf(id);
    for (const each of [folder, `${folder}.new`]) await rm(each, { recursive: true, force: true });
  }

  #folderOf(id: string): string {
    return path.join(this.#options.keptDir, id);
  }
}

/** As dockerd names it. */
function baseName(id: string): string {
  return `${id}-json.log`;
}
