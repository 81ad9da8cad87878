import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** The protocol a page asks for; the token travels as a second one, because a browser can set no other header of a WebSocket. */
export const rpcProtocol = 'berth.v1';
const tokenPrefix = 'token.';

/** Compares two secrets without telling by the time how much of them agrees. */
export function isSameSecret(a: string, b: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}

/** Only names of this machine: a foreign name that resolves to it is a page of somebody else's (DNS rebinding). */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

/**
 * The path that a request asks for, or null where its target is no path (RFC 9112, 3.2: another site's address, `*`) or is read
 * as a host by URL parsers (`//`). Never throws.
 */
export function toRequestPath(target: string | undefined): string | null {
  if (target === undefined || !target.startsWith('/') || /^\/[/\\]/.test(target)) return null;
  const address = `http://localhost${target}`;
  return URL.canParse(address) ? new URL(address).pathname : null;
}

/** Why a request may not become a page's connection, or null when it may. */
export function findRefusal(request: IncomingMessage, port: number, token: string): string | null {
  const foreign = findForeign(request, port);
  if (foreign !== null) return foreign;
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((word) => word.trim());
  if (!offered.includes(rpcProtocol)) return 'unknown protocol';
  const given = offered.find((word) => word.startsWith(tokenPrefix))?.slice(tokenPrefix.length);
  return given !== undefined && isSameSecret(given, token) ? null : wrongToken;
}

/** The one refusal that a page of ours can meet: its token is of an earlier service. */
export const wrongToken = 'wrong token';

/** Why a page's question whether its token is right gets no answer, or null. The token is its `Authorization: Bearer`. */
export function findTokenRefusal(request: IncomingMessage, port: number, token: string): string | null {
  const foreign = findForeign(request, port);
  if (foreign !== null) return foreign;
  const given = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1];
  return given !== undefined && isSameSecret(given, token) ? null : wrongToken;
}

function findForeign({ headers: { host, origin } }: IncomingMessage, port: number): string | null {
  if (!isOwnHost(host, port)) return 'foreign Host';
  return origin === `http://${host}` ? null : 'foreign Origin';
}
