import type { EngineClient } from '../client/engine-client.ts';

/** What one call may carry (`transfers.send`). */
const pieceBytes = 1024 * 1024;

/** A part of a file that can be read: what `File` is, as far as it is used here. */
export interface ReadableFile {
  readonly name: string;
  readonly size: number;
  readonly slice: (start: number, end: number) => { readonly arrayBuffer: () => Promise<ArrayBuffer> };
}

/**
 * Sends a file for a load or an import, piece after piece: the next is read when the engine has taken the one before, so that a large
 * file is never in memory. Rejects with what the engine said, or when the file cannot be read any more.
 */
export async function sendFile(
  send: EngineClient['transfers']['send'],
  id: string,
  file: ReadableFile,
  signal: AbortSignal,
): Promise<void> {
  let offset = 0;
  while (offset < file.size) {
    const end = Math.min(file.size, offset + pieceBytes);
    // One at a time is what keeps the pieces in order and the memory small.
    const bytes = new Uint8Array(await file.slice(offset, end).arrayBuffer());
    await send({ id, offset, bytes }, { signal });
    offset = end;
  }
  await send({ id, offset, bytes: new Uint8Array(0) }, { signal });
}
