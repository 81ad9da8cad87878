import type { EngineClient } from '../client/engine-client.ts';
import { toEngineProblem } from '../client/engine-problem.ts';

/** What one call may carry (`transfers.send`). */
const pieceBytes = 1024 * 1024;

/** A connection that comes back and goes again is no way for a large file. */
const mostAttempts = 5;

/** A part of a file that can be read: what `File` is, as far as it is used here. */
export interface ReadableFile {
  readonly name: string;
  readonly size: number;
  readonly slice: (start: number, end: number) => { readonly arrayBuffer: () => Promise<ArrayBuffer> };
}

/** What is needed to send: the calls, and a way to wait for the connection. */
export interface Sending {
  readonly client: { readonly transfers: Pick<EngineClient['transfers'], 'send'> };
  readonly whenConnected: (signal: AbortSignal) => Promise<void>;
}

/**
 * Sends a file for a load or an import, piece after piece: the next is read when the engine has taken the one before, so that a large
 * file is never in memory. A piece whose connection was lost is sent again when there is one: the engine passes over what it has. Rejects with what
 * the engine said, or when the file cannot be read any more.
 */
export async function sendFile(
  { client, whenConnected }: Sending,
  id: string,
  file: ReadableFile,
  signal: AbortSignal,
): Promise<void> {
  const send = async (offset: number, bytes: Uint8Array) => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await client.transfers.send({ id, offset, bytes }, { signal });
        return;
      } catch (error) {
        if (signal.aborted || attempt === mostAttempts || toEngineProblem(error).code !== 'unreachable') throw error;
        await whenConnected(signal);
      }
    }
  };
  let offset = 0;
  while (offset < file.size) {
    const end = Math.min(file.size, offset + pieceBytes);
    // One at a time is what keeps the pieces in order and the memory small.
    const bytes = new Uint8Array(await file.slice(offset, end).arrayBuffer());
    await send(offset, bytes);
    offset = end;
  }
  await send(offset, new Uint8Array(0));
}
