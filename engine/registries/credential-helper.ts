import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { EngineError } from '../platform/engine-error.ts';
import { type HelperRun, runBounded } from './credential-helper-run.ts';
import { explainWords, notSetUpSentence, saysNotFound } from './credential-helper-words.ts';
import type { RegistryCredential } from './credentials.ts';
import { helperName } from './docker-config-auths.ts';

/** The user name by which helpers tell an identity token (docker CLI, `native_store.go`). */
const tokenUsername = '<token>';

const prefix = 'docker-credential-';

/** Times and sizes that a helper has to keep to. Asking for a secret may open a keychain's dialog, which a person answers. */
export const helperLimits = {
  askMs: 60_000,
  listMs: 10_000,
  answerBytes: 64 * 1024,
  listBytes: 1024 * 1024,
};

type HelperAction = 'get' | 'store' | 'erase' | 'list';

/**
 * The programs `docker-credential-NAME`, which keep secrets for the docker CLI (docker-credential-helpers, README 'Development'): an
 * action as the one argument, input and JSON answer through pipes. Nothing that they say gets into an error or a log.
 */
export class CredentialHelpers {
  readonly #env: NodeJS.ProcessEnv;
  readonly #limits: typeof helperLimits;

  /** `BERTH_HELPER_DIR` is a folder of helpers that Berth brings along, looked into before those of `PATH`. */
  constructor(env: NodeJS.ProcessEnv, limits: typeof helperLimits = helperLimits) {
    const own = env['BERTH_HELPER_DIR'] ?? '';
    const folders = [...(own === '' ? [] : [own]), env['PATH'] ?? ''].join(path.delimiter);
    this.#env = { ...env, PATH: folders };
    this.#limits = limits;
  }

  async isInstalled(name: string): Promise<boolean> {
    return (await this.#find(name)) !== null;
  }

  /** Throws `helper-missing`. */
  async mustBeInstalled(name: string): Promise<void> {
    if (!(await this.isInstalled(name))) throw missing(name);
  }

  /** The helper of the system's own keychain, which the docker CLI takes when its config file says nothing; '' where it is not installed. */
  async systemDefault(): Promise<string> {
    const name = await this.#systemName();
    return (await this.isInstalled(name)) ? name : '';
  }

  /** The secret for a key of Docker's config file; null where the helper has none. Throws `helper-missing` and `helper-failed`. */
  async get(name: string, key: string, signal: AbortSignal): Promise<RegistryCredential | null> {
    const run = await this.#run(name, 'get', key, signal);
    if (run.exitCode !== 0) {
      if (saysNotFound(run.stdout)) return null;
      throw failure(name, run);
    }
    const answer = toRecord(run.stdout);
    const { Username: username = '', Secret: secret = '' } = answer ?? {};
    if (answer === null || typeof username !== 'string' || typeof secret !== 'string') throw notUnderstood(name);
    if (username === '' && secret === '') return null;
    return username === tokenUsername ? { identityToken: secret } : { username, secret };
  }

  /** Gives a secret to the helper, in place of what it has for that key. Throws as `get`. */
  async store(name: string, key: string, credential: RegistryCredential, signal: AbortSignal): Promise<void> {
    const [username, secret] =
      'identityToken' in credential
        ? [tokenUsername, credential.identityToken]
        : [credential.username, credential.secret];
    const input = JSON.stringify({ ServerURL: key, Username: username, Secret: secret });
    const run = await this.#run(name, 'store', input, signal);
    if (run.exitCode !== 0) throw failure(name, run);
  }

  /** Makes the helper forget what it has for a key; nothing there is fine. Throws as `get`. */
  async erase(name: string, key: string, signal: AbortSignal): Promise<void> {
    const run = await this.#run(name, 'erase', key, signal);
    if (run.exitCode !== 0 && !saysNotFound(run.stdout)) throw failure(name, run);
  }

  /** The user names by key, '' where it is an identity token. Asks for no secret, so that no keychain asks to be unlocked. Throws as `get`. */
  async list(name: string, signal: AbortSignal): Promise<ReadonlyMap<string, string>> {
    const run = await this.#run(name, 'list', '', signal);
    if (run.exitCode !== 0) throw failure(name, run);
    const answer = toRecord(run.stdout);
    if (answer === null) throw notUnderstood(name);
    const found = new Map<string, string>();
    for (const [key, username] of Object.entries(answer)) {
      if (typeof username === 'string') found.set(key, username === tokenUsername ? '' : username);
    }
    return found;
  }

  /** Why it could not keep a secret now, as far as that can be told without giving it one; null where it could. Rejects by the signal only. */
  async whyUnfit(name: string, signal: AbortSignal): Promise<EngineError | null> {
    try {
      await this.list(name, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (error instanceof EngineError) return error;
      throw error;
    }
    // `pass` lists nothing, rather than complain, where it has not been set up.
    if (name !== 'pass' || (await isThere(path.join(this.#passDir(), '.gpg-id')))) return null;
    return helperError('rejected', name, notSetUpSentence, 'not-set-up');
  }

  #passDir(): string {
    return this.#env['PASSWORD_STORE_DIR'] ?? path.join(this.#env['HOME'] ?? homedir(), '.password-store');
  }

  async #run(name: string, action: HelperAction, input: string, signal: AbortSignal): Promise<HelperRun> {
    const program = await this.#find(name);
    if (program === null) throw missing(name);
    const isList = action === 'list';
    const run = await runBounded(
      program,
      action,
      input,
      this.#env,
      {
        timeoutMs: isList ? this.#limits.listMs : this.#limits.askMs,
        maxBytes: isList ? this.#limits.listBytes : this.#limits.answerBytes,
      },
      signal,
    );
    if (run.end === 'exited') return run;
    signal.throwIfAborted();
    if (run.end === 'timeout') {
      throw helperError('timeout', name, 'The helper did not answer in time and was ended.', 'locked');
    }
    const why = run.end === 'too-much' ? 'The helper wrote far more than an answer.' : 'The helper cannot be started.';
    throw helperError('rejected', name, why, '');
  }

  /** The helper's program in the first folder of PATH that has it, as Go's `exec.LookPath`: never relative to where we happen to be. */
  async #find(name: string): Promise<string | null> {
    return helperName.test(name) ? this.#findProgram(prefix + name) : null;
  }

  async #findProgram(name: string): Promise<string | null> {
    for (const folder of (this.#env['PATH'] ?? '').split(path.delimiter)) {
      if (!path.isAbsolute(folder)) continue;
      const file = path.join(folder, process.platform === 'win32' ? `${name}.exe` : name);
      if (await isProgram(file)) return file;
    }
    return null;
  }

  /** As the docker CLI's `defaultCredentialsStore` of each system. */
  async #systemName(): Promise<string> {
    if (process.platform === 'darwin') return 'osxkeychain';
    if (process.platform === 'win32') return 'wincred';
    return (await this.#findProgram('pass')) === null ? 'secretservice' : 'pass';
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await access(file);
    return true;
  } catch {
    return false;
  }
}

async function isProgram(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    // Not there, or not ours to run.
    return false;
  }
}

/** The answer as an object; null where it is none. The parser's own error is dropped: it quotes the text. */
function toRecord(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const answer: unknown = JSON.parse(text);
    const isRecord = typeof answer === 'object' && answer !== null && !Array.isArray(answer);
    return isRecord ? (answer as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}

function failure(name: string, { exitCode, stdout, stderr }: HelperRun): EngineError {
  const known = explainWords(stdout) ?? explainWords(stderr);
  const ending = exitCode === null ? 'The helper was ended by a signal.' : `The helper ended with code ${exitCode}.`;
  return helperError('rejected', name, known === null ? ending : `${ending} ${known.sentence}`, known?.hint ?? '');
}

function notUnderstood(name: string): EngineError {
  return helperError('rejected', name, 'The helper’s answer is not what the docker CLI would understand.', '');
}

function helperError(code: 'timeout' | 'rejected', helper: string, detail: string, hint: string): EngineError {
  return new EngineError(code, detail, {
    reason: 'helper-failed',
    params: { helper, ...(hint === '' ? {} : { hint }) },
  });
}

function missing(helper: string): EngineError {
  return new EngineError('not-found', `There is no program ${prefix}${helper} on the PATH.`, {
    reason: 'helper-missing',
    params: { helper },
  });
}
