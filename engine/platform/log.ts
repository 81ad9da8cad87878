import { mkdirSync } from 'node:fs';
import path from 'node:path';
import pino from 'pino';

export type Log = Pick<pino.Logger, 'debug' | 'info' | 'warn' | 'error'>;

/** Fields that are cut out, at the top of an entry and one level below: a second line of defence, since nobody means to log a secret. */
const secretFields = [
  'token',
  'password',
  'secret',
  'authconfig',
  'identityToken',
  'identitytoken',
  'registrytoken',
  'authorization',
  'Authorization',
  'registryAuth',
];

/** The service's log file, `service.log` in the data folder; secrets are cut out by the names of their fields. */
export function openLog(dataDir: string): Log {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  return pino(
    { redact: { paths: secretFields.flatMap((name) => [name, `*.${name}`]), censor: '[secret]' } },
    pino.destination({ dest: path.join(dataDir, 'service.log'), sync: false, mode: 0o600 }),
  );
}
