import type { OnReadOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import type { EngineAddress } from '../address.ts';
import { toEngineError } from '../errors.ts';
import { dialUnix } from './unix.ts';

/**
 * Opens one connection to an engine, ready for HTTP. The caller closes it. With `onread`, what
 * comes goes into its buffer and no 'data' events are emitted; its callback stops the reading with
 * false, and `resume` continues it. Throws `unreachable`, `unauthorized`, `cancelled` or `timeout`.
 */
export async function dial(address: EngineAddress, signal: AbortSignal, onread?: OnReadOpts): Promise<Duplex> {
  try {
    signal.throwIfAborted();
    switch (address.kind) {
      case 'unix':
        return await dialUnix(address.path, signal, onread);
    }
  } catch (error) {
    throw toEngineError(error, signal);
  }
}
