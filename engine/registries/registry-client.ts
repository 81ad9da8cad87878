import type { ImageReference } from '../contract/image-reference.ts';
import { registryKindOf } from '../contract/registry-kinds.ts';
import { imageName } from '../docker/api-path.ts';
import { EngineError } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import type { Credentials } from './credentials.ts';
import { type RateLimit, toRateLimit } from './rate-limit.ts';
import { type Layer, manifestTypes, type NamesPage, readLayers, readNamesPage } from './registry-answers.ts';
import { type Answer, refusalOf, RegistryConversation, type RegistryTrust } from './registry-conversation.ts';
import { registryError } from './registry-http-errors.ts';
import type { HttpAnswer } from './registry-http.ts';

const pageSize = 100;

/** What the sum of a pull is worth waiting for. */
const layersMs = 10_000;

export interface RegistryClientOptions {
  readonly credentials: Pick<Credentials, 'find'>;
  readonly trust: RegistryTrust;
  readonly log: Log;
}

/**
 * Asks registries for what they have, by the OCI distribution specification, signed in as the docker CLI would be. Failures are
 * `EngineError` with the registry's address in `params`.
 */
export class RegistryClient {
  readonly #conversation: RegistryConversation;
  readonly #log: Log;

  constructor({ credentials, trust, log }: RegistryClientOptions) {
    this.#conversation = new RegistryConversation(credentials, trust);
    this.#log = log;
  }

  /** Whether a registry answers at this address, and takes the stored secret now. */
  async ping(
    address: string,
    signal: AbortSignal,
  ): Promise<{ readonly isSignedIn: boolean; readonly limit: RateLimit | null }> {
    const question = { address, method: 'GET', path: '/v2/', scope: '', isCheck: true, signal } as const;
    const answer = await this.#conversation.ask(question);
    if (answer.status >= 400) throw refuse(address, answer, 'This is no registry of images');
    return { isSignedIn: answer.isSignedIn, limit: toRateLimit(answer.headers) };
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
    const answer = await this.#conversation.ask({ address, method: 'GET', path, scope: 'registry:catalog:*', signal });
    if (answer.status >= 400) {
      const refusal = refuse(address, answer, 'No list');
      // Signed in and yet not allowed, or not known at all: this registry keeps its list to itself.
      const isKept = refusal.reason === 'access-denied' || answer.status === 404 || answer.status === 405;
      throw isKept ? unsupported(refusal) : refusal;
    }
    return readNamesPage(address, path, answer, 'repositories');
  }

  /** A page of a repository's tags; the name without the registry. */
  async tags(address: string, repository: string, after: string, signal: AbortSignal): Promise<NamesPage> {
    const name = address === 'docker.io' && !repository.includes('/') ? `library/${repository}` : repository;
    const path = toPagePath(`/v2/${imageName(name).encoded}/tags/list`, after);
    const answer = await this.#conversation.ask({
      address,
      method: 'GET',
      path,
      scope: `repository:${name}:pull`,
      signal,
    });
    if (answer.status >= 400) throw refuse(address, answer, `No repository ${name}`, 'repository-missing');
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
        const answer = await this.#conversation.ask({
          address,
          method: 'GET',
          path: `/v2/${imageName(reference.path).encoded}/manifests/${imageName(name).encoded}`,
          scope: `repository:${reference.path}:pull`,
          accept: manifestTypes.join(', '),
          signal: within,
        });
        if (answer.status >= 400) throw refuse(address, answer, `No ${name}`);
        return answer;
      };
      return await readLayers(reference.digest || reference.tag || 'latest', platform, ask);
    } catch (error) {
      // The pull itself tells what is wrong, in the daemon's words.
      if (!within.aborted) this.#log.debug({ err: error, address }, 'registry: sizes of layers not known');
      return null;
    }
  }

  /** The pulls that are left, where the registry tells: Docker Hub by asking for a name that it keeps for this, others with any answer. */
  async limitOf(address: string, signal: AbortSignal): Promise<RateLimit | null> {
    if (address !== 'docker.io') return (await this.ping(address, signal)).limit;
    const answer = await this.#conversation.ask({
      address,
      method: 'HEAD',
      path: '/v2/ratelimitpreview/test/manifests/latest',
      scope: 'repository:ratelimitpreview/test:pull',
      accept: manifestTypes.join(', '),
      signal,
    });
    const limit = toRateLimit(answer.headers);
    if (limit === null && answer.status >= 400) throw refuse(address, answer, 'No limit');
    return limit;
  }
}

/** A refusal; one of 404 that says nothing of what is missing means what was asked for. */
function refuse(
  address: string,
  answer: Answer,
  missing: string,
  missingReason: 'repository-missing' | 'none' = 'none',
): EngineError {
  const refusal = refusalOf(address, answer);
  if (answer.status !== 404 || refusal.reason !== 'none') return refusal;
  return missingReason === 'none'
    ? registryError(address, 'rejected', 'registry-failed', `${missing}: ${refusal.detail}`)
    : registryError(address, 'not-found', missingReason, `${missing}: ${refusal.detail}`);
}

function toPagePath(path: string, after: string): string {
  return after === '' ? `${path}?n=${pageSize}` : `${path}?${after}`;
}
