import type { RecordWriter } from '../files/record-writer.ts';

/** Beyond this the oldest of them are left out. */
const maxTailBytes = 8 * 1024 * 1024;

/** The last lines of a log, as the records of segment files. */
export interface LogTail {
  readonly records: Buffer;
  /** Nothing is before it. */
  readonly isWhole: boolean;
}

/** Reads a stream that was asked for so many last lines to its end. All or nothing: a tail that was cut in the middle has to be asked for again. */
export async function readLogTail(
  source: AsyncIterable<Uint8Array>,
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
  for await (const bytes of source) add(writer.push(bytes));
  add(writer.end());
  const all = Buffer.concat(received);
  const isWhole = !isCut && writer.messages < lines;
  // The first record may be the end of a long line.
  return { records: isWhole ? all : Buffer.from(all.subarray(all.indexOf(0x0a) + 1)), isWhole };
}
