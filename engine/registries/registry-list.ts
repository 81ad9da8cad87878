import type { Changes, ChangesInput } from '../contract/changes.ts';
import type { KeepingPlaces, Registry } from '../contract/registries.ts';
import { Collection } from '../mirror/collection.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { Once } from '../platform/sequencer.ts';
import type { CredentialHelpers } from './credential-helper.ts';
import type { Credentials } from './credentials.ts';
import type { RegistryConfig } from './docker-config-auths.ts';
import type { DockerConfigFile } from './docker-config.ts';
import { FileWatch } from '../platform/file-watch.ts';
import {
  checkRegistry,
  type CheckOptions,
  type CheckResult,
  toEngineError,
  toProblem,
  unchecked,
} from './registry-check.ts';
import { expiryOf } from './secret-expiry.ts';
import type { SessionSecrets } from './secret-memory.ts';
import { findKeepingPlaces } from './secret-place.ts';
import type { SignInRequest, SignIns } from './sign-in.ts';
import { helpersInUse, type StoredEntry, storedEntries } from './stored-entries.ts';

/** Something of the engine in use that rows depend on. */
interface Followed {
  /** Tells changes until the signal aborts. */
  follow(onChange: () => void, signal: AbortSignal): Promise<void>;
}

interface RegistryListOptions extends CheckOptions {
  readonly config: DockerConfigFile;
  readonly helpers: CredentialHelpers;
  readonly session: SessionSecrets;
  readonly signIns: SignIns;
  readonly credentials: Credentials;
  readonly trust: {
    of(address: string): Registry['trust'];
    addresses(): string[];
    refresh(): Promise<void>;
  };
  /** The registry that Berth started as a container, such as `localhost:5000`. */
  readonly local: Followed & { address(): string | null };
  /** Those that images here are called after. */
  readonly used: Followed & { addresses(): readonly string[] };
  readonly log: Log;
}

/**
 * The registries that are known, as rows in versions: from Docker's config file, which is watched, from the helpers that it names, this session's
 * sign-ins, settings of the engine. Secrets are asked for only when a registry is checked or used. While the file is broken the rows are `stale`.
 */
export class RegistryList implements AsyncDisposable {
  readonly #options: RegistryListOptions;
  readonly #rows = new Collection<Registry>();
  readonly #life = new AbortController();
  /** What goes on without a caller that waits for it; the disposal waits. */
  readonly #background = new Set<Promise<void>>();
  #stored: ReadonlyMap<string, StoredEntry> = new Map();
  #checks = new Map<string, CheckResult>();
  #problem: EngineError | null = null;
  readonly #started = new Once(() => this.#open());
  #watch: FileWatch | null = null;
  #readers = 0;
  #follow: AbortController | null = null;
  #reading: Promise<void> | null = null;
  #isReadAgain = false;

  constructor(options: RegistryListOptions) {
    this.#options = options;
  }

  /** As of any collection; the first reader starts the watch. */
  async changes(input: ChangesInput, signal: AbortSignal): Promise<Changes<Registry>> {
    await this.#started.get();
    this.#addReader();
    try {
      return await this.#rows.changes(input, signal);
    } finally {
      this.#dropReader();
    }
  }

  /** Where Docker's config file is, and why it cannot be read. */
  async configState(): Promise<{ path: string; problem: Registry['problem'] }> {
    const { config } = this.#options;
    const problem = await config.read().then(() => null, toEngineError);
    return { path: config.path, problem: problem === null ? null : toProblem(problem) };
  }

  /** Where a registry's secret would be kept, and what else could be had. */
  keeping(address: string, signal: AbortSignal): Promise<KeepingPlaces> {
    return findKeepingPlaces(this.#options, address, signal);
  }

  /** Signs in, see `SignIns.signIn`, and answers the row. The limit comes later, by `changes`. */
  async signIn(request: SignInRequest, signal: AbortSignal): Promise<Registry> {
    const { address } = request;
    const credential = await this.#options.signIns.signIn(request, signal);
    await this.#read();
    this.#checks.set(address, {
      ...unchecked(this.#markOf(address)),
      state: 'signed-in',
      checkedAtMs: Date.now(),
      expiresAtMs: expiryOf(credential),
    });
    this.#publish();
    this.#runInBackground(this.#addLimit(address));
    return this.#rowOf(address);
  }

  async signOut(address: string, signal: AbortSignal): Promise<void> {
    try {
      await this.#options.signIns.signOut(address, signal);
    } finally {
      this.#checks.delete(address);
      await this.#read();
    }
  }

  /** Tries the stored secret, or whether the registry answers; what is wrong with it is in the row. Throws where the engine does not answer. */
  async check(address: string, signal: AbortSignal): Promise<Registry> {
    await this.#read();
    const mark = this.#markOf(address);
    this.#checks.set(address, await checkRegistry(this.#options, address, mark, signal));
    // One that is not in the list is told too, and not remembered.
    const row = this.#toRow(address);
    this.#publish();
    return row;
  }

  /** Takes in why a stored secret could not be had for a pull or push. */
  noteProblem(address: string, problem: EngineError): void {
    const { code, reason, detail } = problem;
    this.#options.log.warn({ address, code, reason, detail }, 'a stored sign-in was not used');
    this.#runInBackground(this.#note(address, problem));
  }

  /** Reads all anew: settings of the engine have changed, or another one is in use. */
  async refresh(): Promise<void> {
    await this.#options.trust.refresh();
    await this.#read();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#life.abort();
    this.#follow?.abort();
    await this.#started.current?.catch(() => undefined);
    this.#watch?.[Symbol.dispose]();
    await Promise.all(this.#background);
    await this.#reading;
  }

  async #open(): Promise<void> {
    const { config, log } = this.#options;
    const watch = this.#watch ?? (await FileWatch.start(config.path, () => this.#runInBackground(this.#read()), log));
    if (this.#life.signal.aborted) watch[Symbol.dispose]();
    else this.#watch = watch;
    await this.#read();
  }

  /** Containers and images are looked at only while somebody looks at the registries. */
  #addReader(): void {
    this.#readers += 1;
    if (this.#follow !== null) return;
    this.#follow = new AbortController();
    const { signal } = this.#follow;
    this.#publish();
    for (const followed of [this.#options.local, this.#options.used]) {
      this.#runInBackground(followed.follow(() => this.#publish(), signal));
    }
  }

  #dropReader(): void {
    this.#readers -= 1;
    if (this.#readers > 0) return;
    this.#follow?.abort();
    this.#follow = null;
  }

  /** Reads the file and the helpers' lists. One that is asked for while another is under way comes after it. */
  #read(): Promise<void> {
    if (this.#reading === null) {
      this.#reading = this.#readOften().finally(() => {
        this.#reading = null;
      });
    } else this.#isReadAgain = true;
    return this.#reading;
  }

  async #readOften(): Promise<void> {
    do {
      this.#isReadAgain = false;
      await this.#readOnce();
    } while (this.#isReadAgain && !this.#life.signal.aborted);
  }

  async #readOnce(): Promise<void> {
    const { config, helpers } = this.#options;
    try {
      const read = await config.read();
      this.#stored = await storedEntries(read, await this.#listHelpers(read), helpers);
      this.#problem = null;
    } catch (error) {
      if (this.#life.signal.aborted) return;
      this.#problem = toEngineError(error);
      this.#options.log.warn({ reason: this.#problem.reason, detail: this.#problem.detail }, 'registries not read');
    }
    this.#publish();
  }

  async #listHelpers(config: RegistryConfig): Promise<Map<string, ReadonlyMap<string, string> | null>> {
    const { helpers } = this.#options;
    const names = await helpersInUse(config, helpers);
    const lists = names.map(async (name) => {
      try {
        return [name, await helpers.list(name, this.#life.signal)] as const;
      } catch (error) {
        this.#life.signal.throwIfAborted();
        if (!(error instanceof EngineError)) throw error;
        return [name, null] as const;
      }
    });
    return new Map(await Promise.all(lists));
  }

  #publish(): void {
    const { session, trust, local, used } = this.#options;
    const localAddress = local.address();
    const addresses = new Set([
      'docker.io',
      ...this.#stored.keys(),
      ...session.addresses(),
      ...trust.addresses(),
      ...used.addresses(),
      ...(localAddress === null ? [] : [localAddress]),
    ]);
    for (const [address, { mark }] of this.#checks) {
      if (!addresses.has(address) || mark !== this.#markOf(address)) this.#checks.delete(address);
    }
    this.#rows.replace(
      [...addresses].map((address) => this.#toRow(address)),
      Date.now(),
    );
    this.#rows.setFreshness(this.#problem === null ? 'live' : 'stale');
  }

  #toRow(address: string): Registry {
    const { trust, local } = this.#options;
    const { account, secretIn } = this.#entryOf(address);
    const { mark: _, ...check } = this.#checks.get(address) ?? unchecked('');
    return {
      id: address,
      account,
      secretIn,
      ...check,
      state: check.state ?? (account === null ? 'signed-out' : 'unchecked'),
      trust: trust.of(address),
      isLocal: address === local.address(),
    };
  }

  #rowOf(address: string): Registry {
    return this.#rows.rows.get(address)?.row ?? this.#toRow(address);
  }

  #entryOf(address: string): StoredEntry {
    const held = this.#options.session.get(address);
    const stored = this.#stored.get(address) ?? { account: null, secretIn: null, mark: '' };
    if (held === null) return stored;
    const account = 'identityToken' in held ? '' : held.username;
    return { account, secretIn: { kind: 'session' }, mark: `session ${account}` };
  }

  #markOf(address: string): string {
    return this.#entryOf(address).mark;
  }

  #runInBackground(work: Promise<void>): void {
    const done = work.catch((error: unknown) => {
      // After the disposal has begun a failure is the end that was meant.
      if (!this.#life.signal.aborted) {
        this.#options.log.warn({ error: toMessage(error) }, 'registries are not followed');
      }
    });
    this.#background.add(done);
    void done.finally(() => this.#background.delete(done));
  }

  async #note(address: string, problem: EngineError): Promise<void> {
    await this.#started.get();
    this.#checks.set(address, { ...unchecked(this.#markOf(address)), problem: toProblem(problem) });
    this.#publish();
  }

  async #addLimit(address: string): Promise<void> {
    const signal = AbortSignal.any([this.#life.signal, AbortSignal.timeout(this.#options.limitMs)]);
    const limit = await this.#options.limitOf(address, signal).catch(() => null);
    const check = this.#checks.get(address);
    if (check === undefined || limit === null || this.#life.signal.aborted) return;
    this.#checks.set(address, { ...check, limit });
    this.#publish();
  }
}
