import { toMessage } from '../platform/engine-error.ts';
import type { LogFile } from '../platform/log.ts';

/**
 * Logs what nobody has caught. An exception ends the process with code 1, because nothing is known of its state; who started
 * it starts it again. A rejection is logged as a fault of ours and the service goes on.
 */
export function endOnUncaught(logFile: LogFile): void {
  const { log } = logFile;
  process.on('unhandledRejection', (error) => log.error(toFields(error), 'unhandled rejection'));
  process.on('uncaughtException', (error) => {
    log.error(toFields(error), 'uncaught exception');
    logFile.flush();
    process.stderr.write(`Berth failed: ${toMessage(error)}\n`);
    process.exit(1);
  });
}

function toFields(error: unknown): object {
  return { error: toMessage(error), stack: error instanceof Error ? error.stack : undefined };
}
