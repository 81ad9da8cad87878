import { createPrivateKey, randomUUID, sign } from 'node:crypto';
import { once } from 'node:events';
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { type Authority, createAuthority, toX5c } from './certificates.ts';

export type Action = 'pull' | 'push' | 'delete' | '*';

export interface TokenServerOptions {
  readonly accounts: Readonly<Record<string, string>>;
  /** What an account, or nobody (null), may do with a repository; unless told, accounts may everything and nobody nothing. */
  readonly mayDo?: (account: string | null, repository: string, action: Action) => boolean;
  readonly tls?: Authority;
  /** An address of this machine; 127.0.0.1 unless told. */
  readonly host?: string;
}

/** One thing that the server was asked for. */
export interface TokenRequest {
  readonly method: string;
  readonly account: string | null;
  readonly scopes: readonly string[];
  /** Of a POST. */
  readonly grantType: string | null;
  readonly status: number;
}

const maxBodyBytes = 100_000;

/**
 * A token server by the distribution token specification (`docs/content/spec/auth`: token, oauth, scope, jwt), which a real registry
 * trusts: GET with Basic, POST with `password` and `refresh_token`, identity tokens, and an expiry that tests choose.
 */
export class TokenServer implements AsyncDisposable {
  readonly issuer = 'Berth test tokens';
  readonly service = 'registry.berth.test';
  /** By which the registry knows its signature. */
  readonly certificate: string;
  /** What it was asked for, oldest first. */
  readonly requests: TokenRequest[] = [];
  /** Of access tokens from now on. At most so old may one be when a registry takes it; the registry allows a minute more. */
  expiresInSeconds = 300;
  /** Some servers know GET only and answer 404 to a POST. */
  takesPost = true;
  /** Where set, every request gets this answer. */
  fault: { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string } | null = null;
  readonly #options: TokenServerOptions;
  readonly #signer: Authority;
  readonly #server: Server;
  readonly #identityTokens = new Map<string, string>();

  private constructor(options: TokenServerOptions) {
    this.#options = options;
    this.#signer = createAuthority();
    this.certificate = this.#signer.certificate;
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.#answer(request, response).catch(() => response.destroy());
    };
    this.#server =
      options.tls === undefined
        ? createHttpServer(listener)
        : createHttpsServer(toServerOptions(options.tls, options.host ?? '127.0.0.1'), listener);
  }

  static async start(options: TokenServerOptions): Promise<TokenServer> {
    const server = new TokenServer(options);
    server.#server.listen(0, options.host ?? '127.0.0.1');
    await once(server.#server, 'listening');
    return server;
  }

  /** The address of the tokens, as it stands in the registry's challenge. */
  get realm(): string {
    const { port } = this.#server.address() as AddressInfo;
    const scheme = this.#options.tls === undefined ? 'http' : 'https';
    return `${scheme}://${this.#options.host ?? '127.0.0.1'}:${port}/token`;
  }

  /** An identity token of an account, as a sign-in gives it out. */
  giveIdentityToken(account: string): string {
    const token = `identity-${randomUUID()}`;
    this.#identityTokens.set(token, account);
    return token;
  }

  /** From now on no identity token that was given out counts. */
  revokeIdentityTokens(): void {
    this.#identityTokens.clear();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await readText(request);
    const url = new URL(request.url ?? '/', 'http://tokens');
    const isPost = request.method === 'POST';
    const form = isPost ? new URLSearchParams(body) : url.searchParams;
    // A GET repeats the parameter, a POST puts blanks between scopes.
    const scopes = form
      .getAll('scope')
      .flatMap((scope) => scope.split(' '))
      .filter((scope) => scope !== '');
    const grantType = isPost ? form.get('grant_type') : null;
    const tell = (status: number, account: string | null, answer: object | string, headers = {}): void => {
      this.requests.push({ method: request.method ?? '', account, scopes, grantType, status });
      const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
      response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(text);
    };
    if (this.fault !== null) {
      tell(this.fault.status, null, this.fault.body ?? '{}', this.fault.headers);
      return;
    }
    if (url.pathname !== '/token' || (isPost && !this.takesPost)) {
      tell(404, null, {});
      return;
    }
    const who = isPost ? this.#whoByForm(form) : this.#whoByHeader(request.headers.authorization);
    if (who === 'refused' || form.get('service') !== this.service) {
      const details = isPost ? { error: 'invalid_grant' } : toErrors('UNAUTHORIZED', 'incorrect username or password');
      tell(isPost ? 400 : 401, null, details);
      return;
    }
    const { account } = who;
    const token = this.#sign(account, scopes);
    const wantsIdentity = form.get('offline_token') === 'true' || form.get('access_type') === 'offline';
    tell(200, account, {
      // The older name, the newer one, or both: the specification allows each.
      ...(isPost ? {} : { token }),
      access_token: token,
      expires_in: this.expiresInSeconds,
      issued_at: new Date().toISOString(),
      ...(isPost ? { scope: scopes.join(' ') } : {}),
      ...(wantsIdentity && account !== null ? { refresh_token: this.giveIdentityToken(account) } : {}),
    });
  }

  #whoByHeader(header: string | undefined): { account: string | null } | 'refused' {
    if (header === undefined) return { account: null };
    const decoded = Buffer.from(header.replace(/^Basic /i, ''), 'base64').toString('utf8');
    const colon = decoded.indexOf(':');
    return this.#whoByPassword(decoded.slice(0, colon), decoded.slice(colon + 1));
  }

  #whoByForm(form: URLSearchParams): { account: string } | 'refused' {
    if (form.get('client_id') === null) return 'refused';
    if (form.get('grant_type') === 'password')
      return this.#whoByPassword(form.get('username') ?? '', form.get('password') ?? '');
    const account = this.#identityTokens.get(form.get('refresh_token') ?? '');
    return account === undefined || form.get('grant_type') !== 'refresh_token' ? 'refused' : { account };
  }

  #whoByPassword(account: string, password: string): { account: string } | 'refused' {
    const { accounts } = this.#options;
    return Object.hasOwn(accounts, account) && accounts[account] === password ? { account } : 'refused';
  }

  #sign(account: string | null, scopes: readonly string[]): string {
    const mayDo = this.#options.mayDo ?? ((who: string | null) => who !== null);
    const access = scopes.flatMap((scope) => {
      const [, type = '', name = '', wanted = ''] = /^([a-z]+):(.+):([a-z*,]*)$/.exec(scope) ?? [];
      const actions = wanted.split(',').filter((action) => mayDo(account, name, action as Action));
      return type === '' ? [] : [{ type, name, actions }];
    });
    const nowSeconds = Math.floor(Date.now() / 1000);
    const claims = {
      iss: this.issuer,
      sub: account ?? '',
      aud: this.service,
      exp: nowSeconds + this.expiresInSeconds,
      nbf: nowSeconds - 10,
      iat: nowSeconds,
      jti: randomUUID(),
      access,
    };
    const header = { typ: 'JWT', alg: 'ES256', x5c: [toX5c(this.certificate)] };
    const content = `${toBase64Url(header)}.${toBase64Url(claims)}`;
    const key = createPrivateKey(this.#signer.key);
    const signature = sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' });
    return `${content}.${signature.toString('base64url')}`;
  }
}

function toServerOptions(authority: Authority, host: string): { cert: string; key: string } {
  const { certificate, key } = authority.issue({ hosts: [host, 'localhost'] });
  return { cert: certificate, key };
}

function toErrors(code: string, message: string): object {
  return { errors: [{ code, message, detail: null }] };
}

function toBase64Url(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

async function readText(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBodyBytes) throw new Error('Too much was sent');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
