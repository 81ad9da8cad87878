import { cloudHelperOf, configKeyOf } from '../contract/registry-kinds.ts';
import { authenticate } from '../docker/auth.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { Sequencer } from '../platform/sequencer.ts';
import type { CredentialHelpers } from './credential-helper.ts';
import { helperOf, type RegistryCredential, toAuthBody, toHostName } from './credentials.ts';
import {
  partOf,
  type RegistryPart,
  withAuth,
  withCredHelper,
  withEmptyAuth,
  withoutAuth,
  withoutCredHelper,
  withPart,
} from './docker-config-auths.ts';
import type { DockerConfigFile } from './docker-config.ts';
import { type Keep, type Place, toPlace } from './secret-place.ts';
import { berthHelper, type HelperLink } from './secret-helper-link.ts';
import type { SessionSecrets } from './secret-memory.ts';

export interface SignInRequest {
  readonly address: string;
  readonly username: string;
  readonly secret: string;
  readonly keep: Keep;
}

interface SignInsOptions {
  readonly connected: () => DockerConnection;
  readonly config: DockerConfigFile;
  readonly helpers: CredentialHelpers;
  readonly session: SessionSecrets;
  readonly helperLink: HelperLink;
  readonly log: Log;
}

/** Signing in and out, one after the other: the registry is asked first, then the secret is stored, whole or not at all. */
export class SignIns {
  readonly #options: SignInsOptions;
  readonly #turns = new Sequencer();

  constructor(options: SignInsOptions) {
    this.#options = options;
  }

  /** As `docker login`. Answers what was stored. Throws what the registry, a helper or the config file refuse, and `secret-unprotected`. */
  signIn(request: SignInRequest, signal: AbortSignal): Promise<RegistryCredential> {
    return this.#turns.run(() => this.#signIn(request, signal));
  }

  /** As `docker logout`, and forgets the secret of this session. Throws as helpers and the config file do. */
  signOut(address: string, signal: AbortSignal): Promise<void> {
    return this.#turns.run(() => this.#signOut(address, signal));
  }

  async #signIn(request: SignInRequest, signal: AbortSignal): Promise<RegistryCredential> {
    const { address, keep } = request;
    if (keep.kind === 'helper' && request.username === '' && request.secret === '') {
      return this.#useCloudHelper(address, keep.name, signal);
    }
    const given = toGiven(request);
    // Known before the registry is asked: a secret that is not to be stored as plain text need not travel.
    const place = keep.kind === 'session' ? null : await toPlace(this.#options, address, keep);
    const credential = await this.#tried(address, given, signal);
    if (place === null) this.#options.session.set(address, credential);
    else await this.#store(address, given.username, credential, place, signal);
    return credential;
  }

  /** What is to be stored of a credential that the registry took: the token that it gave in exchange, where it gave one. */
  async #tried(address: string, given: RegistryCredential, signal: AbortSignal): Promise<RegistryCredential> {
    const body = toAuthBody(address, given);
    const { identityToken } = await authenticate(this.#options.connected(), address, body, signal);
    return identityToken === '' ? given : { identityToken };
  }

  /** The file first, because it can be put back without asking any keychain; then the helper. */
  async #store(
    address: string,
    username: string,
    credential: RegistryCredential,
    { helper, usual, edit }: Place,
    signal: AbortSignal,
  ): Promise<void> {
    const { config, session, helperLink } = this.#options;
    const key = configKeyOf(address);
    const stored =
      'identityToken' in credential
        ? { username, secret: '', identityToken: credential.identityToken }
        : { ...credential, identityToken: '' };
    try {
      if (helper === berthHelper) await helperLink.install();
      const before = await config.change((root) =>
        edit(helper === '' ? withAuth(root, key, stored) : withEmptyAuth(root, key)),
      );
      if (helper !== '') await this.#giveTo(helper, partOf(before, key), credential, signal);
    } finally {
      await this.#forgetLink();
    }
    session.delete(address);
    if (usual !== helper && usual !== cloudHelperOf(address)) await this.#forgetIn(usual, key, signal);
  }

  /** Gives the helper the secret; where it does not keep it, the file is as it was. */
  async #giveTo(
    helper: string,
    before: RegistryPart,
    credential: RegistryCredential,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      await this.#options.helpers.store(helper, before.key, credential, signal);
      await this.#mustBeKept(helper, before.key, credential, signal);
    } catch (error) {
      await this.#putBack(before);
      throw error;
    }
  }

  /** Takes an older secret out of a helper that is no longer asked for it; that one is of no more use, and failing is no failure of the sign-in. */
  async #forgetIn(helper: string, key: string, signal: AbortSignal): Promise<void> {
    const { helpers, log } = this.#options;
    try {
      if (helper === '' || (await listIfAny(helpers, helper, signal))?.has(key) !== true) return;
      await helpers.erase(helper, key, signal);
    } catch (error) {
      log.warn({ helper, error: toMessage(error) }, 'an older secret stays with its helper');
    }
  }

  /**
   * Looks whether the helper has what it was given, as far as its list tells: docker-credential-pass 0.6.4 takes a user name with a slash, and
   * from then on answers something else.
   */
  async #mustBeKept(helper: string, key: string, credential: RegistryCredential, signal: AbortSignal): Promise<void> {
    const { helpers } = this.#options;
    const kept = await listIfAny(helpers, helper, signal);
    const username = 'identityToken' in credential ? '' : credential.username;
    if ((kept?.get(key) ?? username) === username) return;
    await helpers.erase(helper, key, signal);
    throw new EngineError('rejected', 'The helper cannot keep this user name.', {
      reason: 'helper-failed',
      params: { helper, hint: 'user-name' },
    });
  }

  /** Erases, also where there is nothing: docker-credential-pass fails then. */
  async #erase(helper: string, key: string, signal: AbortSignal): Promise<void> {
    const { helpers } = this.#options;
    try {
      await helpers.erase(helper, key, signal);
    } catch (error) {
      const kept = await listIfAny(helpers, helper, signal);
      if (kept === null || kept.has(key)) throw error;
    }
  }

  async #useCloudHelper(address: string, name: string, signal: AbortSignal): Promise<RegistryCredential> {
    const { config, helpers, session } = this.#options;
    const key = configKeyOf(address);
    await config.read();
    const credential = await helpers.get(name, key, signal);
    if (credential === null) {
      throw new EngineError('rejected', 'The helper has nothing for this registry.', {
        reason: 'helper-failed',
        params: { helper: name, hint: 'cloud-signed-out' },
      });
    }
    await authenticate(this.#options.connected(), address, toAuthBody(address, credential), signal);
    // An entry with a secret of its own would be of no use any more.
    await config.change((root) => withCredHelper(withoutAuth(root, key), key, name));
    session.delete(address);
    return credential;
  }

  async #signOut(address: string, signal: AbortSignal): Promise<void> {
    const { config: file, helpers, session } = this.#options;
    session.delete(address);
    const config = await file.read();
    const key = configKeyOf(address);
    const helper = await helperOf(config, key, helpers);
    // What Berth has set for this registry alone goes with the secret.
    const isOwn = helper === berthHelper || helper === cloudHelperOf(address) || config.credHelpers.get(key) === '';
    // A cloud's helper makes secrets and keeps none: it is no longer asked, that is all.
    if (helper !== '' && helper !== cloudHelperOf(address)) await this.#erase(helper, key, signal);
    await file.change((root, now) => {
      let next = root;
      for (const written of now.auths.keys()) {
        if (written === key || toHostName(written) === key) next = withoutAuth(next, written);
      }
      return isOwn ? withoutCredHelper(next, key) : next;
    });
    await this.#forgetLink();
  }

  async #putBack(part: RegistryPart): Promise<void> {
    try {
      await this.#options.config.change((root) => withPart(root, part));
    } catch (error) {
      // Why storing failed is what the user has to hear; this only says that the entry without a secret stays.
      this.#options.log.warn({ error: toMessage(error) }, 'the config file was not put back');
    }
  }

  /** Takes our link away when no registry's secret is kept with our helper any more. */
  async #forgetLink(): Promise<void> {
    try {
      const { credHelpers, credsStore } = await this.#options.config.read();
      if (credsStore !== berthHelper && ![...credHelpers.values()].includes(berthHelper)) {
        await this.#options.helperLink.remove();
      }
    } catch (error) {
      // A link that stays does no harm, and it is tried again at the next sign-out.
      this.#options.log.warn({ error: toMessage(error) }, 'the link to the helper was not removed');
    }
  }
}

function toGiven({ username, secret }: SignInRequest): { readonly username: string; readonly secret: string } {
  if (username === '' || secret === '') {
    throw new EngineError('invalid', 'A user name and a password or token are needed.');
  }
  // Basic authentication ends the user name at the first colon (RFC 7617, 2), and so does Docker's file.
  if (username.includes(':')) throw new EngineError('invalid', 'A user name cannot have a colon in it.');
  return { username, secret };
}

/** What a helper says that it has; null where it does not say. */
async function listIfAny(
  helpers: CredentialHelpers,
  name: string,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, string> | null> {
  try {
    return await helpers.list(name, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof EngineError) return null;
    throw error;
  }
}
