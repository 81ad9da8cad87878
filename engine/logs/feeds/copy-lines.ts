import { open, rename, rm } from 'node:fs/promises';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { readFully } from '../files/log-file.ts';
import type { LineStore } from '../index/line-store.ts';

/**
 * Copies the bytes of all lines into one new file, the oldest first, with a turn of the event loop
 * after each chunk. Removes the file when it fails.
 */
export async function copyLines(store: LineStore, target: string): Promise<void> {
  const part = `${target}.part`;
  try {
    const handle = await open(part, 'w', 0o600);
    let bytes = Buffer.alloc(0);
    try {
      for (const chunk of store.chunks.slice()) {
        await nextTurn();
        // The chunk may have been dropped and its file closed meanwhile.
        if (!store.chunks.includes(chunk)) continue;
        if (bytes.length < chunk.lengthBytes) bytes = Buffer.allocUnsafeSlow(chunk.lengthBytes);
        await handle.writeFile(bytes.subarray(0, readFully(chunk.file, bytes, chunk.lengthBytes, chunk.startByte)));
      }
    } finally {
      await handle.close();
    }
    await rename(part, target);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
