import { mkdirSync, renameSync, statSync } from 'node:fs';
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

/** The log is rotated at this size; one older file is kept. */
const maxFileBytes = 4 * 1024 * 1024;
/** Of each text of an entry; a stack trace is shorter. */
const maxTextLength = 2_000;
const maxListLength = 20;
const maxDepth = 3;
/** Of each sentence; a stranger who knocks without end must not fill the disk, nor push all else out of the log. */
const maxEntriesPerMinute = 100;
/** Disk that takes nothing more must not fill the memory. */
const maxUnwrittenBytes = 1024 * 1024;
const minuteMs = 60_000;

/** The service's log file, and the way to write what is left before the process ends. */
export interface LogFile {
  readonly log: Log;
  /** Writes all entries at once; for the last moment of a process. */
  flush(): void;
}

/**
 * Opens `service.log` in the data folder. Secrets are cut out by the names of their fields, long texts are cut off, an entry that
 * repeats more than 100 times a minute is left out and counted, and the file is rotated at 4 MiB to `service.log.1`.
 */
export function openLog(dataDir: string): LogFile {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const name = path.join(dataDir, 'service.log');
  const file = pino.destination({ dest: name, sync: false, mode: 0o600, maxLength: maxUnwrittenBytes });
  // A full disk takes no log; the service goes on.
  file.on('error', () => undefined);
  let sizeBytes = sizeOf(name);
  file.on('write', (writtenBytes: number) => {
    sizeBytes += writtenBytes;
    if (sizeBytes < maxFileBytes) return;
    sizeBytes = 0;
    try {
      renameSync(name, `${name}.1`);
    } catch {
      // Somebody has removed it; the new file takes its place.
    }
    file.reopen();
  });
  const admit = limitRepeats(() => performance.now());
  const log = pino(
    {
      redact: { paths: secretFields.flatMap((field) => [field, `*.${field}`]), censor: '[secret]' },
      hooks: {
        logMethod(args, method) {
          const [fields, sentence] = typeof args[0] === 'string' ? [{}, args[0]] : [args[0] as object, args[1]];
          const more = admit(String(sentence));
          if (more !== null) method.apply(this, [{ ...(cut(fields, 0) as object), ...more }, sentence]);
        },
      },
    },
    file,
  );
  const flush = () => {
    try {
      file.flushSync();
    } catch {
      // The file is not open yet.
    }
  };
  return { log, flush };
}

function sizeOf(name: string): number {
  return statSync(name, { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Admits each sentence 100 times a minute: answers what to add to its entry, or null where it is left out. The last one
 * of a minute says that it is the last, the first one after it how many were left out. `now` in milliseconds.
 */
export function limitRepeats(now: () => number): (sentence: string) => object | null {
  const seen = new Map<string, { sinceMs: number; count: number }>();
  return (sentence) => {
    const nowMs = now();
    const entry = seen.get(sentence);
    if (entry === undefined || nowMs - entry.sinceMs >= minuteMs) {
      seen.set(sentence, { sinceMs: nowMs, count: 1 });
      const leftOut = (entry?.count ?? 0) - maxEntriesPerMinute;
      return leftOut > 0 ? { leftOut } : {};
    }
    entry.count += 1;
    if (entry.count > maxEntriesPerMinute) return null;
    return entry.count === maxEntriesPerMinute ? { isLastOfMinute: true } : {};
  };
}

/** The value with long texts and lists cut off. */
function cut(value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    return value.length <= maxTextLength
      ? value
      : `${value.slice(0, maxTextLength)}… (${value.length - maxTextLength} more)`;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth === maxDepth) return '…';
  if (Array.isArray(value)) return value.slice(0, maxListLength).map((item) => cut(item, depth + 1));
  return Object.fromEntries(Object.entries(value).map(([field, item]) => [field, cut(item, depth + 1)]));
}
