import { lstat, mkdir, readFile, readlink, realpath } from 'node:fs/promises';
import path from 'node:path';
import { writeFileAtomically } from '../platform/atomic-file.ts';
import { toDockerConfigDir } from '../platform/docker-config-dir.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import { Sequencer } from '../platform/sequencer.ts';
import { type RegistryConfig, readRegistryConfig } from './docker-config-auths.ts';
import { emptyObject, type JsonObject, JsonSyntaxError, parseJson, printJson } from './docker-config-text.ts';

/** As many as Linux follows (path_resolution(7)). */
const maxLinks = 40;

/**
 * Docker's `config.json`, read and changed as the docker CLI does. Nothing is kept of it: others write it too. A file that is
 * broken is reported and never written over.
 */
export class DockerConfigFile {
  /** Where the docker CLI looks for it; it may be a link. */
  readonly path: string;
  readonly #changes = new Sequencer();

  constructor(env: NodeJS.ProcessEnv) {
    this.path = path.join(toDockerConfigDir(env), 'config.json');
  }

  /** Throws `config-broken`, or `permission-denied` where it may not be read. A file that is not there says nothing. */
  async read(): Promise<RegistryConfig> {
    return this.#toConfig(await this.#readRoot());
  }

  /**
   * Changes the file as it is at this moment, one change after the other, and answers what it was before. A file that `edit` leaves
   * as it is is not written. Throws as `read` does, `file-not-writable` and `disk-full`.
   */
  change(edit: (root: JsonObject, config: RegistryConfig) => JsonObject): Promise<JsonObject> {
    return this.#changes.run(async () => {
      const root = await this.#readRoot();
      const next = edit(root, this.#toConfig(root));
      if (printJson(next) !== printJson(root)) await this.#write(printJson(next));
      return root;
    });
  }

  async #readRoot(): Promise<JsonObject> {
    let bytes: Buffer;
    try {
      bytes = await readFile(this.path);
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return emptyObject;
      throw new EngineError('unauthorized', toMessage(error), {
        reason: 'permission-denied',
        params: { path: this.path },
      });
    }
    const text = this.#decode(bytes);
    // The docker CLI takes an empty file for one that says nothing.
    if (text.trim() === '') return emptyObject;
    try {
      const root = parseJson(text);
      if (root.kind === 'object') return root;
      if (root.kind === 'scalar' && root.raw === 'null') return emptyObject;
    } catch (error) {
      throw this.#broken(error instanceof JsonSyntaxError ? error.message : 'It is not valid JSON.');
    }
    throw this.#broken('The file is not an object.');
  }

  #decode(bytes: Buffer): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw this.#broken('It is not text in UTF-8.');
    }
  }

  #toConfig(root: JsonObject): RegistryConfig {
    return readRegistryConfig(root, (why) => this.#broken(why));
  }

  #broken(why: string): EngineError {
    return new EngineError('rejected', why, { reason: 'config-broken', params: { path: this.path } });
  }

  async #write(text: string): Promise<void> {
    try {
      await mkdir(path.dirname(this.path), { recursive: true, mode: 0o700 });
      await writeFileAtomically(await toTarget(this.path), text, { keepsMode: true });
    } catch (error) {
      const full = ['ENOSPC', 'EDQUOT'].includes(codeOf(error));
      throw new EngineError(full ? 'rejected' : 'unauthorized', toMessage(error), {
        reason: full ? 'disk-full' : 'file-not-writable',
        params: { path: this.path },
      });
    }
  }
}

/** The file that a chain of links ends at, which need not exist: `realpath` does not say where a dangling one leads to. */
async function toTarget(file: string): Promise<string> {
  let target = file;
  for (let links = 0; links < maxLinks; links += 1) {
    const facts = await lstat(target).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT') return null;
      throw error;
    });
    if (facts?.isSymbolicLink() !== true) return target;
    target = path.resolve(await realpath(path.dirname(target)), await readlink(target));
  }
  throw new Error(`ELOOP: too many links: ${file}`);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
}
