import { EngineError } from '../platform/engine-error.ts';

export interface Frame {
  readonly stream: 'stdout' | 'stderr';
  readonly bytes: Uint8Array;
}

const headerBytes = 8;

/**
 * Takes apart the multiplexed stream of attach and logs without a TTY (Engine API, 'Stream format'): a header of
 * {stream, 0, 0, 0, size as big-endian uint32}, then `size` bytes. Headers and bodies may be split anywhere; a body
 * comes out in the pieces it came in, so nothing is copied and nothing waits. Stream 3 (`systemerr`) is an error text of the daemon.
 */
export async function* demux(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Frame, void> {
  const header = new Uint8Array(headerBytes);
  let headerFilled = 0;
  let bodyLeft = 0;
  let stream: Frame['stream'] = 'stdout';
  for await (const chunk of bytes) {
    let offset = 0;
    while (offset < chunk.length) {
      if (bodyLeft > 0) {
        const taken = Math.min(bodyLeft, chunk.length - offset);
        yield { stream, bytes: chunk.subarray(offset, offset + taken) };
        bodyLeft -= taken;
        offset += taken;
        continue;
      }
      const taken = Math.min(headerBytes - headerFilled, chunk.length - offset);
      header.set(chunk.subarray(offset, offset + taken), headerFilled);
      headerFilled += taken;
      offset += taken;
      if (headerFilled < headerBytes) continue;
      headerFilled = 0;
      bodyLeft = new DataView(header.buffer).getUint32(4);
      const kind = header[0] ?? 0;
      if (kind > 3 || header[1] !== 0 || header[2] !== 0 || header[3] !== 0) {
        throw new EngineError('rejected', 'The log stream is not in the form that the Engine API describes.');
      }
      stream = kind >= 2 ? 'stderr' : 'stdout';
    }
  }
  if (bodyLeft > 0 || headerFilled > 0)
    throw new EngineError('unreachable', 'The stream ended in the middle of a message.');
}
