import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** The service's log file, `service.log` in the data folder; secrets are cut out by the names of their fields. */
export function openLog(dataDir: string): Log {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return pino(
    { redact: { paths: ['*.token', '*.password', '*.authconfig', 'token', 'password'], censor: '[secret]' } },
    pino.destination({ dest: path.join(dataDir, 'service.log'), sync: false, mode: 0o600 }),
  );
}
