import { hostOf } from '../contract/registry-kinds.ts';
import { EngineError } from '../platform/engine-error.ts';
import type { Credentials, RegistryCredential } from './credentials.ts';
import { parseChallenges } from './registry-challenge.ts';
import { firstErrorOf, presentable, registryError, toConnectionError, toRefusal } from './registry-http-errors.ts';
import { exchange, type HttpAnswer, isLoopback, type ServerTrust } from './registry-http.ts';
import { RegistryTokens, toBasic } from './registry-tokens.ts';

/** dockerd asks this one for images of Docker Hub. */
const dockerHubHost = 'registry-1.docker.io';

const maxRedirects = 5;

/** How a registry is reached, set by the user (`Trust`). */
export interface RegistryTrust {
  reach(address: string): Promise<ServerTrust>;
}

export interface Question {
  readonly address: string;
  readonly method: 'GET' | 'HEAD';
  /** Path and query, beginning with `/v2/`. */
  readonly path: string;
  /** What a token has to allow, such as `repository:team/tools:pull`. */
  readonly scope: string;
  readonly accept?: string;
  /** Tries the stored secret itself, not a token that it once got. */
  readonly isCheck?: boolean;
  readonly signal: AbortSignal;
}

export interface Answer extends HttpAnswer {
  /** Whether the registry asked who it is, and was told a user's name and secret, or got a token for them. */
  readonly isSignedIn: boolean;
  /** What the registry was told in doing so, and might say back. */
  readonly secrets: readonly string[];
}

interface Reply {
  readonly answer: HttpAnswer;
  /** Where it came from, after redirects. */
  readonly origin: string;
  readonly path: string;
}

interface Authorization {
  /** The value of the header. */
  readonly value: string;
  /** Null for Basic. */
  readonly token: string | null;
}

/**
 * Questions to registries and their answers, whatever their status. Signs in as the docker CLI would, reaches them as dockerd would:
 * https, with the certificates that were set; for loopback addresses and insecure registries any certificate, and http where there is
 * no https.
 */
export class RegistryConversation {
  readonly #credentials: Pick<Credentials, 'find'>;
  readonly #trust: RegistryTrust;
  readonly #tokens = new RegistryTokens();
  /** Origins that answered, such as `http://127.0.0.1:5000`, by address. */
  readonly #origins = new Map<string, string>();
  /** What origins asked for when they asked who it is: the next question brings it along. */
  readonly #challenges = new Map<string, string>();

  constructor(credentials: Pick<Credentials, 'find'>, trust: RegistryTrust) {
    this.#credentials = credentials;
    this.#trust = trust;
  }

  /** One question with its answer; `EngineError` where none comes, or the sign-in is refused. */
  async ask(question: Question): Promise<Answer> {
    const { address, signal } = question;
    const trust = await this.#trustOf(address);
    const credential = await this.#credentials.find(address, signal);
    const allowed = toOrigins(address, trust.isInsecure);
    // What answered before is asked first, unless http is not allowed any more.
    const known = allowed.filter((origin) => origin === this.#origins.get(address));
    const origins = known.length > 0 ? known : allowed;
    try {
      return await this.#askFirstOf(origins, question, trust, credential);
    } catch (error) {
      // It may have learnt TLS since.
      if (isConnectionFailure(error)) this.#origins.delete(address);
      throw error instanceof EngineError ? presentable(error, secretsOf(credential)) : error;
    }
  }

  async #askFirstOf(
    origins: readonly string[],
    question: Question,
    trust: ServerTrust,
    credential: RegistryCredential | null,
  ): Promise<Answer> {
    let failure: unknown = null;
    for (const origin of origins) {
      try {
        const answer = await this.#askAt(origin, question, trust, credential);
        this.#origins.set(question.address, origin);
        return answer;
      } catch (error) {
        // Only what was said on a connection counts as an answer: without one the next way is tried, as dockerd does.
        if (!isConnectionFailure(error)) throw error;
        failure = error;
      }
    }
    throw failure;
  }

  async #askAt(
    origin: string,
    question: Question,
    trust: ServerTrust,
    credential: RegistryCredential | null,
  ): Promise<Answer> {
    const remembered = question.isCheck === true ? undefined : this.#challenges.get(origin);
    const early =
      remembered === undefined ? null : await this.#authorize(remembered, origin, question, trust, credential);
    const first = await this.#follow(origin, question, trust, early);
    if (first.answer.status !== 401) return toAnswer(first, early, early === null ? null : credential);
    // Who was redirected to another server is nobody there.
    const own = first.origin === origin ? credential : null;
    if (first.origin === origin) this.#noteRefused(first, early, question.address);
    const challenge = first.answer.headers['www-authenticate'] ?? '';
    const authorization = await this.#authorize(challenge, first.origin, question, trust, own);
    if (authorization === null) return toAnswer(first, null, null);
    if (first.origin === origin) this.#challenges.set(origin, challenge);
    const second = await this.#follow(first.origin, { ...question, path: first.path }, trust, authorization);
    if (second.answer.status === 401) this.#noteRefused(second, authorization, question.address);
    return toAnswer(second, authorization, own);
  }

  /** A token that was not taken is not used again; a user's name and secret that were not are a failure. */
  #noteRefused({ answer }: Reply, authorization: Authorization | null, address: string): void {
    if (authorization === null) return;
    if (authorization.token !== null) this.#tokens.forget(authorization.token);
    else throw registryError(address, 'unauthorized', 'sign-in-refused', firstErrorOf(401, answer.body).text);
  }

  /** What answers a challenge; null where there is nothing to answer it with. */
  async #authorize(
    header: string,
    origin: string,
    { address, scope, isCheck = false, signal }: Question,
    trust: ServerTrust,
    credential: RegistryCredential | null,
  ): Promise<Authorization | null> {
    const challenges = parseChallenges(header);
    const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
    if (bearer !== undefined) {
      const request = { address, origin, challenge: bearer, scope, credential, trust, signal };
      const token = await this.#tokens.get(request, isCheck);
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
    authorization: Authorization | null,
  ): Promise<Reply> {
    let url = new URL(path, origin);
    for (let count = 0; ; count++) {
      const headers: Record<string, string> = { accept: accept ?? 'application/json' };
      if (authorization !== null && url.origin === origin) headers['authorization'] = authorization.value;
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
    const { certificate, isInsecure } = await this.#trust.reach(address);
    return { certificate, isInsecure: isInsecure || isLoopback(hostOf(address)) };
  }
}

/** The ways to a registry, the best first, as dockerd tries them (moby `registry/service_v2.go`). */
function toOrigins(address: string, isInsecure: boolean): string[] {
  const host = address === 'docker.io' ? dockerHubHost : address;
  return isInsecure ? [`https://${host}`, `http://${host}`] : [`https://${host}`];
}

function toAnswer(
  { answer }: Reply,
  authorization: Authorization | null,
  credential: RegistryCredential | null,
): Answer {
  const isSignedIn = authorization !== null && credential !== null;
  const token = authorization?.token ?? null;
  return { ...answer, isSignedIn, secrets: [...secretsOf(credential), ...(token === null ? [] : [token])] };
}

function secretsOf(credential: RegistryCredential | null): string[] {
  if (credential === null) return [];
  if ('identityToken' in credential) return [credential.identityToken];
  return [toBasic(credential).slice('Basic '.length), credential.secret].filter((secret) => secret !== '');
}

function isConnectionFailure(error: unknown): boolean {
  return error instanceof EngineError && error.code === 'unreachable';
}

/** An answer of 400 and above as error, without what the registry was told. */
export function refusalOf(address: string, answer: Answer): EngineError {
  return presentable(toRefusal(address, answer, answer.isSignedIn), answer.secrets);
}
