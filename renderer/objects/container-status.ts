import type { Container } from '../../engine/contract/containers.ts';

/** One word for what a container is doing; the catalogue has the words (`containers.status.KIND`). */
export type StatusKind =
  | 'healthy'
  | 'running'
  | 'starting'
  | 'unhealthy'
  | 'restarting'
  | 'paused'
  | 'stopped'
  | 'finished'
  | 'failed'
  | 'out-of-memory'
  | 'crashed'
  | 'created'
  | 'removing';

/** The shape that stands for a status; several words share one. */
export type StatusGlyphName =
  | 'healthy'
  | 'running'
  | 'starting'
  | 'unhealthy'
  | 'restarting'
  | 'paused'
  | 'stopped'
  | 'failed'
  | 'created'
  | 'removing';

export type StatusTone = 'ok' | 'warn' | 'bad' | 'busy' | 'idle';

/** How the time beside the word reads: 'up 3 h', '4 s', '22 min ago', 'never started', or nothing. */
export type SinceForm = 'up' | 'for' | 'ago' | 'never' | 'none';

export interface StatusLook {
  readonly kind: StatusKind;
  readonly glyph: StatusGlyphName;
  readonly tone: StatusTone;
  readonly sinceForm: SinceForm;
  /** Lower is worse; the State column sorts by it. */
  readonly severity: number;
}

/** Worst first: what needs a person stands above what runs, and what runs above what rests. */
const looks: Readonly<Record<StatusKind, StatusLook>> = {
  'out-of-memory': { kind: 'out-of-memory', glyph: 'failed', tone: 'bad', sinceForm: 'ago', severity: 0 },
  crashed: { kind: 'crashed', glyph: 'failed', tone: 'bad', sinceForm: 'ago', severity: 1 },
  failed: { kind: 'failed', glyph: 'failed', tone: 'bad', sinceForm: 'ago', severity: 2 },
  unhealthy: { kind: 'unhealthy', glyph: 'unhealthy', tone: 'warn', sinceForm: 'up', severity: 3 },
  restarting: { kind: 'restarting', glyph: 'restarting', tone: 'warn', sinceForm: 'for', severity: 4 },
  removing: { kind: 'removing', glyph: 'removing', tone: 'idle', sinceForm: 'none', severity: 5 },
  starting: { kind: 'starting', glyph: 'starting', tone: 'busy', sinceForm: 'for', severity: 6 },
  paused: { kind: 'paused', glyph: 'paused', tone: 'busy', sinceForm: 'ago', severity: 7 },
  healthy: { kind: 'healthy', glyph: 'healthy', tone: 'ok', sinceForm: 'up', severity: 8 },
  running: { kind: 'running', glyph: 'running', tone: 'ok', sinceForm: 'up', severity: 9 },
  created: { kind: 'created', glyph: 'created', tone: 'idle', sinceForm: 'never', severity: 10 },
  stopped: { kind: 'stopped', glyph: 'stopped', tone: 'idle', sinceForm: 'ago', severity: 11 },
  finished: { kind: 'finished', glyph: 'stopped', tone: 'idle', sinceForm: 'ago', severity: 12 },
};

/** What a container is doing, by the table of the design language (§6). */
export function statusOf(container: StatusFacts): StatusLook {
  return looks[kindOf(container)];
}

export type StatusFacts = Pick<Container, 'state' | 'health' | 'exitCode' | 'outOfMemory'>;

function kindOf({ state, health, exitCode, outOfMemory }: StatusFacts): StatusKind {
  if (state === 'running') return health === 'none' ? 'running' : health;
  if (state !== 'exited' && state !== 'dead') return state;
  if (outOfMemory) return 'out-of-memory';
  if (state === 'dead') return 'failed';
  return exitCode === null ? 'stopped' : endings[exitMeaningOf(exitCode)];
}

/** What a program's last number says: signals end a program with 128 + their number (POSIX shells, runc). */
export type ExitMeaning =
  | 'finished'
  | 'program-error'
  | 'docker-error'
  | 'not-allowed'
  | 'not-found'
  | 'interrupted'
  | 'crashed'
  | 'forced'
  | 'asked'
  | 'other';

const crashSignals: ReadonlySet<number> = new Set([132, 133, 134, 135, 136, 139, 159]);

/** The meaning of an exit code, for the words beside it. */
export function exitMeaningOf(exitCode: number): ExitMeaning {
  if (crashSignals.has(exitCode)) return 'crashed';
  switch (exitCode) {
    case 0:
      return 'finished';
    case 1:
      return 'program-error';
    case 125:
      return 'docker-error';
    case 126:
      return 'not-allowed';
    case 127:
      return 'not-found';
    case 130:
      return 'interrupted';
    case 137:
      return 'forced';
    case 143:
      return 'asked';
    default:
      return 'other';
  }
}

/**
 * 137 without the out-of-memory mark is what `docker stop` leaves behind when a program does not answer the first
 * signal, and the daemon's list does not say who asked: it counts as stopped, not as failed.
 */
const endings: Record<ExitMeaning, StatusKind> = {
  finished: 'finished',
  crashed: 'crashed',
  interrupted: 'stopped',
  forced: 'stopped',
  asked: 'stopped',
  'program-error': 'failed',
  'docker-error': 'failed',
  'not-allowed': 'failed',
  'not-found': 'failed',
  other: 'failed',
};

const dayMs = 24 * 60 * 60 * 1000;

/** Unhealthy, restarting, or failed within the last 24 hours. */
export function needsAttention(container: StatusFacts & Pick<Container, 'sinceMs'>, nowMs: number): boolean {
  const { kind, tone } = statusOf(container);
  if (kind === 'unhealthy' || kind === 'restarting') return true;
  return tone === 'bad' && container.sinceMs !== null && nowMs - container.sinceMs < dayMs;
}

/** The segments of the Containers page. */
export type Segment = 'all' | 'running' | 'stopped' | 'attention';

/** Whether the container's program is there: running, paused or between two tries. */
export function isActive({ state }: Pick<Container, 'state'>): boolean {
  return state === 'running' || state === 'paused' || state === 'restarting';
}

/** Whether a container ended or never began. */
export function isStopped({ state }: Pick<Container, 'state'>): boolean {
  return state === 'exited' || state === 'dead' || state === 'created';
}
