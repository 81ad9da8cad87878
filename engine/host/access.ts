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

/** Only names of this machine: a foreign name that leads here is a page of somebody else's (DNS rebinding). */
export function isOwnHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

/** Why a request may not become a page's connection, or null when it may. */
export function findRefusal(request: IncomingMessage, port: number, token: string): string | null {
  const { host, origin } = request.headers;
  if (!isOwnHost(host, port)) return 'foreign Host';
  if (origin !== `http://${host}`) return 'foreign Origin';
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((word) => word.trim());
  if (!offered.includes(rpcProtocol)) return 'unknown protocol';
  const given = offered.find((word) => word.startsWith(tokenPrefix))?.slice(tokenPrefix.length);
  return given !== undefined && isSameSecret(given, token) ? null : 'wrong token';
}
