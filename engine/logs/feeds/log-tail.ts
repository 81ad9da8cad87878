import type { RecordWriter } from '../files/record-writer.ts';

/** A longer tail loses its oldest records. */
const maxTailBytes = 8 * 1024 * 1024;

/** The last lines of a log as records of a segment. */
export interface LogTail {
  readonly records: Buffer;
  /** The tail is the whole log. */
  readonly isWhole: boolean;
}

/**
 * Reads the answer to a request for the last `lines` lines. Throws when the stream breaks: a tail
 * without its end cannot be continued.
 */
export async function readLogTail(
  response: AsyncIterable<Uint8Array>,
  writer: RecordWriter,
  lines: number,
): Promise<LogTail> {
  const received: Buffer[] = [];
  let sizeBytes = 0;
  let isCut = false;
  const add = (records: Buffer): void => {
    received.push(Buffer.from(records));
    sizeBytes += records.length;
    for (let [first] = received; first !== undefined && sizeBytes - first.length > maxTailBytes; [first] = received) {
      received.shift();
      sizeBytes -= first.length;
      isCut = true;
    }
  };
  for await (const bytes of response) add(writer.push(bytes));
  add(writer.end());
  const all = Buffer.concat(received);
  const isWhole = !isCut && writer.messages < lines;
  // The first record may be the end of a long line.
  return { records: isWhole ? all : Buffer.from(all.subarray(all.indexOf(0x0a) + 1)), isWhole };
}
