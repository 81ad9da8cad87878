import { configKeyOf } from '../contract/registry-kinds.ts';
import { EngineError } from '../platform/engine-error.ts';
import type { RegistryConfig, StoredAuth } from './docker-config-auths.ts';
import type { DockerConfigFile } from './docker-config.ts';

/** A user's name with a password or token, or the token that a registry gave in exchange for them (Engine API, 'Authentication'). */
export type RegistryCredential =
  { readonly username: string; readonly secret: string } | { readonly identityToken: string };

/** What is known to sign in to registries with. Addresses are normalised ones, such as `docker.io`. */
export interface Credentials {
  /** What the docker CLI would take; null where nobody is signed in. Throws `config-broken`, `helper-missing`, `helper-failed`. */
  find(address: string, signal: AbortSignal): Promise<RegistryCredential | null>;
  /**
   * The value of `X-Registry-Auth` for a request about images of this registry; null where nobody is signed in. As with the docker
   * CLI, a broken config file or helper is no reason not to pull what everybody may pull: it then goes without.
   */
  headerFor(address: string, signal: AbortSignal): Promise<string | null>;
}

/** The programs that keep secrets (`CredentialHelpers`). */
interface SecretHelpers {
  get(name: string, key: string, signal: AbortSignal): Promise<RegistryCredential | null>;
  systemDefault(): Promise<string>;
}

interface CredentialsOptions {
  readonly config: DockerConfigFile;
  readonly helpers: SecretHelpers;
  readonly session: { get(address: string): RegistryCredential | null };
  /** Hears why a stored secret could not be had when a pull or push goes without. */
  readonly onProblem: (address: string, problem: EngineError) => void;
}

/** Secrets of this session first, then what is stored, found as the docker CLI finds it: the registry's own helper, the helper for all, the file. */
export class StoredCredentials implements Credentials {
  readonly #options: CredentialsOptions;

  constructor(options: CredentialsOptions) {
    this.#options = options;
  }

  async find(address: string, signal: AbortSignal): Promise<RegistryCredential | null> {
    return this.#options.session.get(address) ?? (await this.#stored(address, signal));
  }

  async headerFor(address: string, signal: AbortSignal): Promise<string | null> {
    try {
      const found = await this.find(address, signal);
      return found === null ? toTokenHeader(await this.#entryOf(address)) : toAuthHeader(address, found);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof EngineError)) throw error;
      this.#options.onProblem(address, error);
      if (error.reason === 'config-broken') return null;
      // Where a helper fails, and only there, the docker CLI takes what the file still says itself.
      const entry = await this.#entryOf(address);
      const credential = toCredential(entry);
      return credential === null ? toTokenHeader(entry) : toAuthHeader(address, credential);
    }
  }

  async #entryOf(address: string): Promise<StoredAuth | null> {
    return authOf(await this.#options.config.read(), configKeyOf(address));
  }

  async #stored(address: string, signal: AbortSignal): Promise<RegistryCredential | null> {
    const { config, helpers } = this.#options;
    const read = await config.read();
    const key = configKeyOf(address);
    const helper = await helperOf(read, key, helpers);
    if (helper !== '') return helpers.get(helper, key, signal);
    return toCredential(authOf(read, key));
  }
}

/**
 * The helper that keeps a registry's secret, '' for the file itself (docker CLI, `getConfiguredCredentialStore`). A file that says nothing
 * about secrets means the system's own keychain where its helper is installed (`DetectDefaultStore`).
 */
export async function helperOf(
  config: RegistryConfig,
  key: string,
  helpers: Pick<SecretHelpers, 'systemDefault'>,
): Promise<string> {
  const own = config.credHelpers.get(key);
  if (own !== undefined) return own;
  if (config.credsStore !== '') return config.credsStore;
  const saysNothing = config.auths.size === 0 && config.credHelpers.size === 0;
  return saysNothing ? await helpers.systemDefault() : '';
}

/** The entry of a registry; its key may have been written with scheme and path by an old version of Docker. */
export function authOf(config: RegistryConfig, key: string): StoredAuth | null {
  const exact = config.auths.get(key);
  if (exact !== undefined) return exact;
  for (const [written, auth] of config.auths) if (toHostName(written) === key) return auth;
  return null;
}

/** Host and port of a key in the config file, which may be a whole address (docker CLI, `credentials.ConvertToHostname`). */
export function toHostName(key: string): string {
  const scheme = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//.exec(key)?.[0] ?? '';
  const authority = key.slice(scheme.length).split('/')[0] ?? '';
  return scheme === '' ? authority : authority.slice(authority.lastIndexOf('@') + 1).replace(/[?#].*$/, '');
}

function toCredential(auth: StoredAuth | null): RegistryCredential | null {
  if (auth === null) return null;
  if (auth.identityToken !== '') return { identityToken: auth.identityToken };
  return auth.username === '' && auth.secret === '' ? null : { username: auth.username, secret: auth.secret };
}

/** A credential as the value of `X-Registry-Auth` (Engine API, 'Authentication'): JSON in base64url with padding, which dockerd asks for. */
function toAuthHeader(address: string, credential: RegistryCredential): string {
  return encodeHeader(toAuthBody(address, credential));
}

/** A bearer token that somebody wrote into the file; it works for this registry's API alone. */
function toTokenHeader(auth: StoredAuth | null): string | null {
  return auth === null || auth.registryToken === '' ? null : encodeHeader({ registrytoken: auth.registryToken });
}

/** A credential as the Engine API writes it. */
export function toAuthBody(address: string, credential: RegistryCredential): Readonly<Record<string, string>> {
  const serveraddress = configKeyOf(address);
  return 'identityToken' in credential
    ? { identitytoken: credential.identityToken, serveraddress }
    : { username: credential.username, password: credential.secret, serveraddress };
}

function encodeHeader(body: Readonly<Record<string, string>>): string {
  return Buffer.from(JSON.stringify(body), 'utf8').toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}
