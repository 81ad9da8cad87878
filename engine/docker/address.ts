import { z } from 'zod';

/**
 * How to reach one engine. Plain data: it crosses into threads by structured clone and lies in
 * files as JSON. `path` is absolute.
 */
export const engineAddress = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('unix'), path: z.string() }).readonly(),
]);

export type EngineAddress = z.infer<typeof engineAddress>;

/** An engine that stays the same one when the user chooses another. */
export interface KnownEngine {
  /** The connection's id, as in the contract. */
  readonly id: string;
  readonly address: EngineAddress;
}

const unixScheme = 'unix://';

/**
 * The address of an endpoint as `docker context` and `DOCKER_HOST` write it. Null for a transport
 * that Berth does not speak, and for a path that is relative or contains a null character. The
 * docker CLI takes the path as it is, without URL encoding (docker/cli 26.1, `opts/hosts.go`).
 */
export function parseEndpoint(endpoint: string): EngineAddress | null {
  if (!endpoint.startsWith(unixScheme)) return null;
  const path = endpoint.slice(unixScheme.length);
  return path.startsWith('/') && !path.includes('\0') ? { kind: 'unix', path } : null;
}

/** The address as `docker --host` takes it; `parseEndpoint` reads it back. */
export function toEndpoint(address: EngineAddress): string {
  switch (address.kind) {
    case 'unix':
      return `${unixScheme}${address.path}`;
  }
}

/** A key for maps and files: two addresses have the same key when they are the same. */
export function toAddressKey(address: EngineAddress): string {
  return toEndpoint(address);
}

/** Whether two addresses reach the engine in the same way. One engine may have several addresses. */
export function isSameAddress(one: EngineAddress, other: EngineAddress): boolean {
  return toAddressKey(one) === toAddressKey(other);
}
