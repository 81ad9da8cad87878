import type { DockerConnection } from '../../docker/connect.ts';
import { readLog, readLogFacts } from '../../docker/logs.ts';
import { writeFileAtomically } from '../../platform/atomic-file.ts';
import { EngineError } from '../../platform/engine-error.ts';
import { readLogTail } from '../feeds/log-tail.ts';
import { RecordWriter } from '../files/record-writer.ts';

/** People mostly look at the end of an ended container's log. */
const capturedLines = 10_000;

/**
 * Captures the last lines of a container that has just ended, because it may be removed in a
 * moment. Writes them to a file as records of a segment. Returns false when there are none: the
 * container is gone, or its driver stores nothing. Throws other errors of the daemon.
 */
export async function captureEnded(
  connection: DockerConnection,
  id: string,
  { file, evenIfRunning }: { readonly file: string; readonly evenIfRunning: boolean },
  signal: AbortSignal,
): Promise<boolean> {
  try {
    const { tty, running } = await readLogFacts(connection, id, signal);
    // It runs again, or soon will: moby also reports `running` during an automatic restart.
    if (running && !evenIfRunning) return false;
    // One more, because the first record may be the end of a long line and is then left out.
    const tailLines = capturedLines + 1;
    const response = readLog(connection, id, { tailLines, follow: false }, signal);
    const { records } = await readLogTail(response, new RecordWriter({ tty, stamp: null }), tailLines);
    if (records.length === 0) return false;
    await writeFileAtomically(file, records);
    return true;
  } catch (error) {
    if (error instanceof EngineError && (error.code === 'not-found' || error.code === 'unsupported')) return false;
    throw error;
  }
}
