import type { ImageReference } from '../contract/image-reference.ts';
import { hostOf, registryKindOf } from '../contract/registry-kinds.ts';
import { EngineError } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import type { Credentials, RegistryCredential } from './credentials.ts';
import { type RateLimit, toRateLimit } from './rate-limit.ts';
import { parseChallenges } from './registry-challenge.ts';
import { firstErrorOf, registryError, toConnectionError, toRefusal } from './registry-http-errors.ts';
import { exchange, type HttpAnswer, isLoopback, type ServerTrust } from './registry-http.ts';
import { type Layer, manifestTypes, type NamesPage, readLayers, readNamesPage } from './registry-answers.ts';
import { RegistryTokens, toBasic } from './registry-tokens.ts';

/** dockerd asks this one for images of Docker Hub. */
const dockerHubHost = 'registry-1.docker.io';

const pageSize = 100;

const maxRedirects = 5;

/** What the sum of a pull is worth waiting for. */
const layersMs = 10_000;

/** How a registry is reached, set by the user (`Trust`). */
export interface RegistryTrust {
  of(address: string): { readonly hasCertificate: boolean; readonly isInsecure: boolean };
  /** Certificates that are believed for this registry beside the system's own, as PEM. */
  certificateOf(address: string): Promise<string | null>;
}

export interface RegistryClientOptions {
  readonly credentials: Pick<Credentials, 'find'>;
  readonly trust: RegistryTrust;
  readonly log: Log;
}

interface Question {
  readonly address: string;
  readonly method: 'GET' | 'HEAD';
  /** Path and query, beginning with `/v2/`. */
  readonly path: string;
  /** What a token has to allow, such as `repository:team/tools:pull`. */
  readonly scope: string;
  readonly accept?: string;
  readonly signal: AbortSignal;
}

interface Answer extends HttpAnswer {
  /** What the registry was told when it asked who it is; null where it did not ask, or nobody is signed in. */
  readonly credential: RegistryCredential | null;
}

/**
 * Asks registries by the OCI distribution specification. Signs in as the docker CLI would, reaches them as dockerd would: https, with
 * the certificates that were set; for loopback addresses and insecure registries any certificate, and http where there is no https.
 * Failures are `EngineError` with the registry's address in `params`.
 */
export class RegistryClient {
  readonly #options: RegistryClientOptions;
  readonly #tokens = new RegistryTokens();
  /** Origins that answered, such as `http://127.0.0.1:5000`, by address. */
  readonly #origins = new Map<string, string>();

  constructor(options: RegistryClientOptions) {
    this.#options = options;
  }

  /** Whether a registry answers at this address, and takes the stored sign-in. */
  async ping(
    address: string,
    signal: AbortSignal,
  ): Promise<{ readonly isSignedIn: boolean; readonly limit: RateLimit | null }> {
    const answer = await this.#ask({ address, method: 'GET', path: '/v2/', scope: '', signal });
    if (answer.status >= 400) throw this.#refusal(address, answer, 'This is no registry of images');
    return { isSignedIn: answer.credential !== null, limit: toRateLimit(answer.headers) };
  }

  /** A page of the names of its repositories; `unsupported` where the registry lists none. `after` is '' or a `next` of before. */
  async repositories(address: string, after: string, signal: AbortSignal): Promise<NamesPage> {
    const kind = registryKindOf(address);
    const unsupported = (cause?: unknown): EngineError =>
      new EngineError('unsupported', `${address} does not list its repositories.`, {
        params: { registry: address },
        cause,
      });
    if (kind === 'docker-hub' || kind === 'github') throw unsupported();
    const path = toPagePath('/v2/_catalog', after);
    const answer = await this.#ask({ address, method: 'GET', path, scope: 'registry:catalog:*', signal });
    if (answer.status >= 400) {
      const refusal = this.#refusal(address, answer, 'No list');
      // Signed in and yet not allowed, or not known at all: this registry keeps its list to itself.
      const isKept = refusal.reason === 'access-denied' || answer.status === 404 || answer.status === 405;
      throw isKept ? unsupported(refusal) : refusal;
    }
    return readNamesPage(address, path, answer, 'repositories');
  }

  /** A page of a repository's tags; the name without the registry. */
  async tags(address: string, repository: string, after: string, signal: AbortSignal): Promise<NamesPage> {
    const name = address === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository;
    const path = toPagePath(`/v2/${encodePath(name)}/tags/list`, after);
    const answer = await this.#ask({ address, method: 'GET', path, scope: `repository:${name}:pull`, signal });
    if (answer.status >= 400) throw this.#refusal(address, answer, `No repository ${name}`, 'repository-missing');
    return readNamesPage(address, path, answer, 'tags');
  }

  /**
   * The layers that a pull would fetch, each once, with their sizes on the wire; null where that cannot be known. For sums only: it never
   * fails, and answers within ten seconds. `platform` such as `linux/arm64/v8`.
   */
  async manifestLayers(
    reference: ImageReference,
    platform: string,
    signal: AbortSignal,
  ): Promise<readonly Layer[] | null> {
    const within = AbortSignal.any([signal, AbortSignal.timeout(layersMs)]);
    const address = reference.domain.toLowerCase();
    try {
      const ask = async (name: string): Promise<HttpAnswer> => {
        const answer = await this.#ask({
          address,
          method: 'GET',
          path: `/v2/${encodePath(reference.path)}/manifests/${encodePath(name)}`,
          scope: `repository:${reference.path}:pull`,
          accept: manifestTypes.join(', '),
          signal: within,
        });
        if (answer.status >= 400) throw this.#refusal(address, answer, `No ${name}`);
        return answer;
      };
      return await readLayers(reference.digest || reference.tag || 'latest', platform, ask);
    } catch (error) {
      // The pull itself tells what is wrong, in the daemon's words.
      if (!within.aborted) this.#options.log.debug({ err: error, address }, 'registry: sizes of layers not known');
      return null;
    }
  }

  /** The pulls that are left, where the registry tells: Docker Hub by asking for a name that it keeps for this, others with any answer. */
  async limitOf(address: string, signal: AbortSignal): Promise<RateLimit | null> {
    if (address !== 'docker.io') return (await this.ping(address, signal)).limit;
    const answer = await this.#ask({
      address,
      method: 'HEAD',
      path: '/v2/ratelimitpreview/test/manifests/latest',
      scope: 'repository:ratelimitpreview/test:pull',
      accept: manifestTypes.join(', '),
      signal,
    });
    const limit = toRateLimit(answer.headers);
    if (limit === null && answer.status >= 400) throw this.#refusal(address, answer, 'No limit');
    return limit;
  }

  #refusal(
    address: string,
    answer: Answer,
    missing: string,
    missingReason: 'repository-missing' | 'none' = 'none',
  ): EngineError {
    const refusal = withoutSecrets(toRefusal(address, answer, answer.credential !== null), answer.credential);
    if (answer.status !== 404 || refusal.reason !== 'none') return refusal;
    return missingReason === 'none'
      ? registryError(address, 'rejected', 'registry-failed', `${missing}: ${refusal.detail}`)
      : registryError(address, 'not-found', missingReason, `${missing}: ${refusal.detail}`);
  }

  /** One question with its answer, whatever its status; signed in where the registry asks for it. */
  async #ask(question: Question): Promise<Answer> {
    const { address, signal } = question;
    const trust = await this.#trustOf(address);
    const credential = await this.#options.credentials.find(address, signal);
    const allowed = toOrigins(address, trust.isInsecure);
    // What answered before is asked first, unless http is not allowed any more.
    const known = allowed.filter((origin) => origin === this.#origins.get(address));
    const origins = known.length > 0 ? known : allowed;
    try {
      for (const [index, origin] of origins.entries()) {
        try {
          const answer = await this.#askAt(origin, question, trust, credential);
          this.#origins.set(address, origin);
          return answer;
        } catch (error) {
          // Only what was said on a connection counts as an answer: without one the next way is tried, as dockerd does.
          const isLast = index === origins.length - 1;
          if (isLast || !isConnectionFailure(error)) throw error;
        }
      }
      throw registryError(address, 'unreachable', 'registry-unreachable', 'There is no way to it.');
    } catch (error) {
      // It may have learnt TLS since.
      if (isConnectionFailure(error)) this.#origins.delete(address);
      throw error instanceof EngineError ? withoutSecrets(error, credential) : error;
    }
  }

  async #askAt(
    origin: string,
    question: Question,
    trust: ServerTrust,
    credential: RegistryCredential | null,
  ): Promise<Answer> {
    const first = await this.#follow(origin, question, trust, null);
    if (first.answer.status !== 401) return { ...first.answer, credential: null };
    // Who was redirected to another server is nobody there.
    const own = first.origin === origin ? credential : null;
    const authorization = await this.#authorize(first, question, trust, own);
    if (authorization === null) return { ...first.answer, credential: null };
    const second = await this.#follow(first.origin, { ...question, path: first.path }, trust, authorization.value);
    const isRefused = second.answer.status === 401;
    if (isRefused && authorization.token !== null) this.#tokens.forget(authorization.token);
    if (isRefused && authorization.token === null)
      throw registryError(
        question.address,
        'unauthorized',
        'sign-in-refused',
        firstErrorOf(401, second.answer.body).text,
      );
    return { ...second.answer, credential: own };
  }

  /** The value of `Authorization` that answers a challenge; null where there is nothing to answer it with. */
  async #authorize(
    first: { readonly answer: HttpAnswer; readonly origin: string },
    { address, scope, signal }: Question,
    trust: ServerTrust,
    credential: RegistryCredential | null,
  ): Promise<{ readonly value: string; readonly token: string | null } | null> {
    const challenges = parseChallenges(first.answer.headers['www-authenticate'] ?? '');
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer !== undefined) {
      const wanted = scope === '' ? (bearer.params.get('scope') ?? '') : scope;
      const { origin } = first;
      const token = await this.#tokens.get({
        address,
        origin,
        challenge: bearer,
        scope: wanted,
        credential,
        trust,
        signal,
      });
      return { value: `Bearer ${token}`, token };
    }
    const isBasic = challenges.some(({ scheme }) => scheme === 'basic');
    if (!isBasic || credential === null || 'identityToken' in credential) return null;
    return { value: toBasic(credential), token: null };
  }

  /** Asks, and follows redirects; what signs in goes to the first server only. */
  async #follow(
    origin: string,
    { address, method, path, accept, signal }: Question,
    trust: ServerTrust,
    authorization: string | null,
  ): Promise<{ readonly answer: HttpAnswer; readonly origin: string; readonly path: string }> {
    let url = new URL(path, origin);
    for (let count = 0; ; count++) {
      const headers: Record<string, string> = { accept: accept ?? 'application/json' };
      if (authorization !== null && url.origin === origin) headers['authorization'] = authorization;
      // What is trusted for the registry says nothing about others.
      const believed = url.origin === origin ? trust : { certificate: null, isInsecure: false };
      const answer = await exchange({ ...believed, url, method, headers, signal }).catch((error: unknown) => {
        throw toConnectionError(address, error, signal);
      });
      const { location } = answer.headers;
      const isRedirect = [301, 302, 303, 307, 308].includes(answer.status) && location !== undefined;
      if (!isRedirect) return { answer, origin: url.origin, path: `${url.pathname}${url.search}` };
      const next = URL.canParse(location, url.href) ? new URL(location, url) : null;
      const isAllowed = next !== null && (next.protocol === 'https:' || next.protocol === url.protocol);
      if (!isAllowed || count === maxRedirects || !/^https?:$/.test(next.protocol))
        throw registryError(address, 'rejected', 'registry-failed', 'The registry sends its clients round in circles.');
      url = next;
    }
  }

  async #trustOf(address: string): Promise<ServerTrust> {
    const isInsecure = this.#options.trust.of(address).isInsecure || isLoopback(hostOf(address));
    return { certificate: await this.#options.trust.certificateOf(address), isInsecure };
  }
}

/** The ways to a registry, the best first, as dockerd tries them (moby `registry/service_v2.go`). */
function toOrigins(address: string, isInsecure: boolean): string[] {
  const host = address === 'docker.io' ? dockerHubHost : address;
  return isInsecure ? [`https://${host}`, `http://${host}`] : [`https://${host}`];
}

function toPagePath(path: string, after: string): string {
  return after === '' ? `${path}?n=${pageSize}` : `${path}?${after}`;
}

/** A name stays under its path, whatever is in it. */
function encodePath(name: string): string {
  return name
    .split('/')
    .map((part) => (part === '.' || part === '..' ? '' : encodeURIComponent(part).replaceAll('%3A', ':')))
    .join('/');
}

function isConnectionFailure(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'unreachable';
}

/** A server may say back what it was told: no secret gets into an error by that. */
function withoutSecrets(error: EngineError, credential: RegistryCredential | null): EngineError {
  if (credential === null) return error;
  const secrets =
    'identityToken' in credential
      ? [credential.identityToken]
      : [toBasic(credential).slice('Basic '.length), credential.secret];
  const found = secrets.filter((secret) => secret !== '' && error.detail.includes(secret));
  if (found.length === 0) return error;
  const detail = found.reduce((text, secret) => text.replaceAll(secret, '[secret]'), error.detail);
  return new EngineError(error.code, detail, { reason: error.reason, params: error.params });
}
