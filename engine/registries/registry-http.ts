import http from 'node:http';
import https from 'node:https';
import tls from 'node:tls';

/** A registry that says nothing for so long is one that does not answer. */
const silentMs = 15_000;

/** Lists and manifests are far smaller (the distribution specification recommends 4 MiB at most for a manifest). */
const maxBodyBytes = 4 * 1024 * 1024;

const maxHeaderBytes = 64 * 1024;

/** Whom to believe that it is who it says. */
export interface ServerTrust {
  /** Certificates beside those of the system, as PEM. */
  readonly certificate: string | null;
  /** Any certificate will do. */
  readonly isInsecure: boolean;
}

export interface HttpRequest extends ServerTrust {
  readonly url: URL;
  readonly method: 'GET' | 'HEAD' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The answer was cut short, or is larger than any answer that is asked for here. */
class HttpAnswerError extends Error {
  override readonly name = 'HttpAnswerError';
}

/**
 * One request with its whole answer, on a connection of its own. Follows no redirect. Throws what Node says where the connection fails,
 * `HttpAnswerError` for an answer that is cut or too large, a `TimeoutError` where the server falls silent, the signal's reason.
 */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  request.signal.throwIfAborted();
  const deadline = new Silence(silentMs);
  const signal = AbortSignal.any([request.signal, deadline.signal]);
  try {
    return await send(request, signal, () => deadline.heard());
  } catch (error) {
    if (request.signal.aborted) throw request.signal.reason;
    if (deadline.signal.aborted) throw deadline.signal.reason;
    throw error;
  } finally {
    deadline.end();
  }
}

function send(request: HttpRequest, signal: AbortSignal, onHeard: () => void): Promise<HttpAnswer> {
  const { url, method, headers, body } = request;
  const isHttps = url.protocol === 'https:';
  const options = {
    method,
    headers: {
      ...headers,
      // Some registries refuse clients that do not say who they are.
      'user-agent': 'Berth',
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
    signal,
    maxHeaderSize: maxHeaderBytes,
  };
  return new Promise((resolve, reject) => {
    const onResponse = (response: http.IncomingMessage): void => {
      onHeard();
      readAnswer(response, onHeard).then(resolve, reject);
    };
    const sent = isHttps
      ? https.request(url, { ...options, agent: toTlsAgent(request) }, onResponse)
      : http.request(url, { ...options, agent: new http.Agent(toProxy(url)) }, onResponse);
    sent.once('error', reject);
    sent.end(body);
  });
}

function toTlsAgent({ url, certificate, isInsecure }: HttpRequest): https.Agent {
  return new https.Agent({
    ...toProxy(url),
    secureContext: toSecureContext(certificate),
    rejectUnauthorized: !isInsecure,
  });
}

/** The proxy of the environment, as dockerd takes it: never to this computer itself. */
function toProxy(url: URL): { readonly proxyEnv?: NodeJS.ProcessEnv } {
  return isLoopback(url.hostname) ? {} : { proxyEnv: process.env };
}

/** Whether a host is this computer itself: dockerd speaks http to registries there (moby `registry/config.go`). */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(host);
}

async function readAnswer(response: http.IncomingMessage, onHeard: () => void): Promise<HttpAnswer> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      onHeard();
      sizeBytes += chunk.length;
      if (sizeBytes > maxBodyBytes) throw new HttpAnswerError('The answer is larger than 4 MiB.');
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof HttpAnswerError) throw error;
    throw new HttpAnswerError('The connection was cut in the middle of the answer.', { cause: error });
  } finally {
    response.destroy();
  }
  return { status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) };
}

/** Aborts when nothing has been heard for so long. */
class Silence {
  readonly #abort = new AbortController();
  readonly #timer: NodeJS.Timeout;

  constructor(afterMs: number) {
    this.#timer = setTimeout(
      () => this.#abort.abort(new DOMException(`No answer within ${afterMs / 1000} s.`, 'TimeoutError')),
      afterMs,
    );
  }

  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  heard(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}

/** Reading the system's certificates takes some milliseconds: once for each certificate that is trusted beside them. */
const contexts = new Map<string, tls.SecureContext>();

/** Beyond this, somebody changes certificates all the time, and the old ones are of no use. */
const maxContexts = 20;

function toSecureContext(certificate: string | null): tls.SecureContext {
  const key = certificate ?? '';
  const known = contexts.get(key);
  if (known !== undefined) return known;
  // As dockerd: what the system trusts counts, and the registry's own certificate beside it.
  const ca = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
  const context = tls.createSecureContext({
    ca: certificate === null ? ca : [...ca, certificate],
    // As Go: any certificate that is trusted ends the chain, also one that is no authority.
    allowPartialTrustChain: true,
  });
  if (contexts.size >= maxContexts) contexts.clear();
  contexts.set(key, context);
  return context;
}
