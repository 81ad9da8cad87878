import type { DockerConnection } from '../../docker/connect.ts';
import { readLog, readLogFacts } from '../../docker/logs.ts';
import { writeFileAtomically } from '../../platform/atomic-file.ts';
import { EngineError } from '../../platform/engine-error.ts';
import { readLogTail } from '../feeds/log-tail.ts';
import { RecordWriter } from '../files/record-writer.ts';

/** What people look for in the log of a container that has ended stands at its end. */
const capturedLines = 10_000;

/**
 * Writes the last lines of a container that has just ended into a file, as segments have them: it may be removed in a moment. Answers whether there
 * were any: it may be gone already, and some drivers keep nothing. Throws what the daemon says else.
 */
export async function captureEnded(
  connection: DockerConnection,
  id: string,
  { file, evenIfRunning }: { readonly file: string; readonly evenIfRunning: boolean },
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const { tty, running } = await readLogFacts(connection, id, signal);
    // It runs again, or will in a moment: moby says so of one that restarts by itself, too.
    if (running && !evenIfRunning) return false;
    // One more: it may be the end of a long line, and is left out then.
    const tailLines = capturedLines + 1;
    const source = readLog(connection, id, { tailLines, follow: false }, signal);
    const { records } = await readLogTail(source, new RecordWriter({ tty, stamp: null }), tailLines);
    if (records.length === 0) return false;
    await writeFileAtomically(file, records);
    return true;
  } catch (error) {
    if (error instanceof EngineError && (error.code === 'not-found' || error.code === 'unsupported')) return false;
    throw error;
  }
}
