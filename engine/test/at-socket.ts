import type { EngineAddress } from '../docker/address.ts';

/** The address of an engine at a unix socket. */
export function atSocket(path: string): EngineAddress {
  return { kind: 'unix', path };
}
