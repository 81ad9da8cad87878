import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { RegistryCredential } from './credentials.ts';
import type { Challenge } from './registry-challenge.ts';
import { registryError, toConnectionError, toRefusal } from './registry-http-errors.ts';
import { exchange, type HttpRequest, type ServerTrust } from './registry-http.ts';

/** Under which name a client asks for tokens; servers note it down and nothing more. */
const clientId = 'berth';

/** The token specification's own default, where the server does not say. */
const defaultLifeSeconds = 60;

/** A token is no longer used this long before it ends: it has to last for the request. */
const marginMs = 5_000;

const maxTokens = 200;

const tokenAnswer = z.object({
  token: z.string().optional(),
  access_token: z.string().optional(),
  expires_in: z.number().optional(),
});

export interface TokenRequest {
  /** Whose challenge it is. */
  readonly address: string;
  /** Where the challenge came from: credentials do not go out in the clear unless the registry itself speaks so. */
  readonly origin: string;
  readonly challenge: Challenge;
  /** What it is for, such as `repository:team/tools:pull`; '' only to be known. */
  readonly scope: string;
  readonly credential: RegistryCredential | null;
  readonly trust: ServerTrust;
  readonly signal: AbortSignal;
}

/**
 * Access tokens for registries by the distribution token specification: GET with Basic for a user's name and secret, POST (OAuth 2) for
 * an identity token. Kept in memory until they end.
 */
export class RegistryTokens {
  readonly #tokens = new Map<string, { readonly token: string; readonly untilMs: number }>();

  /** The token, with `isFresh` none that is there already; `sign-in-refused` where the server does not take the credential. */
  async get(request: TokenRequest, isFresh: boolean): Promise<string> {
    const realm = toRealm(request);
    const key = toKey(request, realm);
    const known = this.#tokens.get(key);
    if (!isFresh && known !== undefined && known.untilMs > Date.now()) return known.token;
    const { token, lifeSeconds } = await fetchToken(request, realm);
    const nowMs = Date.now();
    for (const [name, { untilMs }] of this.#tokens) if (untilMs <= nowMs) this.#tokens.delete(name);
    if (this.#tokens.size >= maxTokens) this.#tokens.clear();
    this.#tokens.set(key, { token, untilMs: nowMs + lifeSeconds * 1000 - marginMs });
    return token;
  }

  /** One that the registry did not take, though it should still be good, is of no use. */
  forget(token: string): void {
    for (const [key, entry] of this.#tokens) if (entry.token === token) this.#tokens.delete(key);
  }
}

/** Where tokens are given out. A registry that speaks TLS cannot have secrets sent anywhere without it. */
function toRealm({ address, origin, challenge }: TokenRequest): URL {
  const text = challenge.params.get('realm') ?? '';
  const failed = (why: string): Error => registryError(address, 'rejected', 'registry-failed', why);
  if (!URL.canParse(text)) throw failed('The registry asks for a token, but not from whom.');
  const realm = new URL(text);
  const isSecure = realm.protocol === 'https:' || (realm.protocol === 'http:' && origin.startsWith('http:'));
  if (!isSecure)
    throw failed(`The registry would have its token asked for at ${realm.origin}, which is not encrypted.`);
  if (realm.username !== '' || realm.password !== '') throw failed('The address for tokens has a user name in it.');
  return realm;
}

async function fetchToken(
  request: TokenRequest,
  realm: URL,
): Promise<{ readonly token: string; readonly lifeSeconds: number }> {
  const { address, credential, signal } = request;
  const answer = await exchange(toHttpRequest(request, realm)).catch((error: unknown) => {
    throw toConnectionError(address, error, signal);
  });
  const { status } = answer;
  if (status === 200) {
    const parsed = tokenAnswer.safeParse(parseJson(answer.body));
    const token = parsed.data?.token ?? parsed.data?.access_token;
    // A header takes no line breaks; a token with one is none.
    if (token !== undefined && /^[\x21-\x7e]+$/.test(token))
      return { token, lifeSeconds: parsed.data?.expires_in ?? defaultLifeSeconds };
    throw registryError(address, 'rejected', 'registry-failed', 'The registry gave no token.');
  }
  const refusal = toRefusal(address, answer, credential !== null);
  // 400 is OAuth's answer to a wrong grant (RFC 6749, 5.2); 404 and 405 come from servers that do not know identity tokens.
  const isRefused = [400, 401, 403].includes(status) || (isIdentity(credential) && [404, 405].includes(status));
  if (!isRefused || refusal.reason === 'rate-limited') throw asFailure(refusal, address, status);
  if (credential === null) throw registryError(address, 'unauthorized', 'sign-in-needed', refusal.detail);
  throw registryError(address, 'unauthorized', 'sign-in-refused', refusal.detail);
}

/** A server of tokens has no repositories: whatever it lacks, it failed. */
function asFailure(refusal: ReturnType<typeof toRefusal>, address: string, status: number): Error {
  return status === 404 ? registryError(address, 'rejected', 'registry-failed', refusal.detail) : refusal;
}

function toHttpRequest(request: TokenRequest, realm: URL): HttpRequest {
  const { challenge, credential, scope, signal, trust } = request;
  const service = challenge.params.get('service') ?? '';
  const scopes = scope === '' ? [] : [scope];
  const url = new URL(realm);
  if (isIdentity(credential)) {
    const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: credential.identityToken });
    if (service !== '') form.set('service', service);
    form.set('client_id', clientId);
    if (scope !== '') form.set('scope', scope);
    return {
      ...trust,
      url,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      signal,
    };
  }
  if (service !== '') url.searchParams.set('service', service);
  for (const one of scopes) url.searchParams.append('scope', one);
  if (credential !== null) {
    url.searchParams.set('account', credential.username);
    url.searchParams.set('client_id', clientId);
  }
  const headers: Record<string, string> = { accept: 'application/json' };
  if (credential !== null) headers['authorization'] = toBasic(credential);
  return { ...trust, url, method: 'GET', headers, signal };
}

function isIdentity(credential: RegistryCredential | null): credential is { readonly identityToken: string } {
  return credential !== null && 'identityToken' in credential;
}

/** The value of `Authorization` for a user's name and secret, in UTF-8 (RFC 7617). */
export function toBasic({ username, secret }: { readonly username: string; readonly secret: string }): string {
  return `Basic ${Buffer.from(`${username}:${secret}`, 'utf8').toString('base64')}`;
}

/** A token belongs to who asked: another user, or the same with another secret, gets another. */
function toKey({ address, challenge, scope, credential }: TokenRequest, realm: URL): string {
  const parts = [address, realm.href, challenge.params.get('service') ?? '', scope, JSON.stringify(credential)];
  return createHash('sha256').update(parts.join('\n')).digest('hex');
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    // Then it has no token in it either.
    return null;
  }
}
