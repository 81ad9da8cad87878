import { lstat, mkdir, readlink, rename, rm, symlink } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { EngineError, toMessage } from '../platform/engine-error.ts';

/** The helper that keeps secrets in the system's keychain by way of Berth. */
export const berthHelper = 'berth';

const program = `docker-credential-${berthHelper}`;

/**
 * A link by which the docker CLI finds the helper that Berth brings along: in `~/.local/bin`, which the systems that we know have on the
 * PATH of a shell, for root in `/usr/local/bin`. `BERTH_LINK_DIR` names another folder.
 */
export class HelperLink {
  readonly #target: string | null;
  readonly #link: string;

  constructor(env: NodeJS.ProcessEnv) {
    const ownDir = env['BERTH_HELPER_DIR'] ?? '';
    this.#target = ownDir === '' ? null : path.join(ownDir, program);
    this.#link = path.join(toLinkDir(env), program);
  }

  /** Throws `file-not-writable`, also where something else has that name. */
  async install(): Promise<void> {
    if (this.#target === null || (await this.#linkedTo()) === this.#target) return;
    try {
      await mkdir(path.dirname(this.#link), { recursive: true });
      const isThere = await exists(this.#link);
      // A link of ours from an earlier place of Berth is replaced; a file of somebody else's is not.
      if (isThere && (await this.#linkedTo()) === null) throw new Error(`${this.#link} is not a link of Berth.`);
      const temporary = `${this.#link}.${process.pid}.tmp`;
      await rm(temporary, { force: true });
      await symlink(this.#target, temporary);
      await rename(temporary, this.#link);
    } catch (error) {
      throw new EngineError('unauthorized', toMessage(error), {
        reason: 'file-not-writable',
        params: { path: this.#link },
      });
    }
  }

  /** Removes the link if it is ours. */
  async remove(): Promise<void> {
    if (this.#target !== null && (await this.#linkedTo()) === this.#target) await rm(this.#link);
  }

  /** Where a link to a helper of Berth leads; null where there is none. */
  async #linkedTo(): Promise<string | null> {
    try {
      const target = await readlink(this.#link);
      return path.basename(target) === program ? target : null;
    } catch {
      // Not there, or no link.
      return null;
    }
  }
}

async function exists(file: string): Promise<boolean> {
  try {
    await lstat(file);
    return true;
  } catch {
    return false;
  }
}

function toLinkDir(env: NodeJS.ProcessEnv): string {
  const named = env['BERTH_LINK_DIR'] ?? '';
  if (named !== '') return named;
  return process.getuid?.() === 0 ? '/usr/local/bin' : path.join(env['HOME'] ?? homedir(), '.local/bin');
}
