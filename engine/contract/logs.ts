import { z } from 'zod';
import { engineProcedure, procedure } from './base.ts';
import { containerId } from './containers.ts';
import { logLevels } from './log-reading.ts';

export type LogLevel = (typeof logLevels)[number];

/**
 * The number of a line counts from where the log was opened: the first line that came after that has 0, those before have negative
 * numbers. So a log can be shown from its end while the older lines are still being found, and no number ever changes.
 */
const lineNumber = z.number().int();
const count = z.number().int().min(0);
const id = z.string().min(1).max(64);

/** What happened to a container, as a line between its lines. */
export const logEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started') }),
  z.object({ kind: z.literal('stopped'), exitCode: z.number().int() }),
  z.object({ kind: z.literal('out-of-memory') }),
  z.object({ kind: z.literal('recreated') }),
]);

export type LogEvent = z.infer<typeof logEvent>;

export const logLine = z.object({
  line: lineNumber,
  /** Where it stands among the lines that a filter lets through; the same as `line` without one. */
  row: lineNumber,
  /** Index in the sources of the log. */
  source: count,
  /** The daemon's timestamp, RFC 3339 with up to nanoseconds; empty when it gave none. */
  time: z.string(),
  stream: z.enum(['stdout', 'stderr']),
  /** Read out of the text; null when it says none. */
  level: z.enum(logLevels).nullable(),
  /** With its escape sequences; at most 8,192 characters. */
  text: z.string(),
  /** Bytes of the line beyond `text`. */
  restBytes: count,
  /** Where the marks' query matches, as [start, end) in the text without its escape sequences. */
  matches: z.array(z.tuple([count, count])),
  event: logEvent.nullable(),
});

export type LogLine = z.infer<typeof logLine>;

/**
 * One container in a log. `reading`: its lines of before are being found · `following`: all are known, and new ones are awaited ·
 * `ended`: it has stopped · `live-only`: its logging driver keeps nothing that could be read back, lines are shown from now on ·
 * `failed`: it cannot be read; `detail` has the engine's words.
 */
export const logSource = z.object({
  container: containerId,
  name: z.string(),
  phase: z.enum(['reading', 'following', 'ended', 'live-only', 'failed']),
  detail: z.string(),
});

export type LogSource = z.infer<typeof logSource>;

export const logState = z.object({
  seq: count,
  /** Grows when the lines begin anew, because the log was emptied under us: nothing that was read before is true any more. */
  generation: count,
  /** The lines that are known: `[firstLine, endLine)`. `firstLine` goes down while older lines are found, and up when old ones go. */
  firstLine: lineNumber,
  endLine: lineNumber,
  /** Add it to a line's number to count from 1 at the first line that the log ever held. Null until the oldest is known. */
  numberOffset: z.number().int().nullable(),
  /** Share of the log's bytes of before that have been read, 0 to 1. */
  olderDone: z.number().min(0).max(1),
  /** Lines of each level that are known. */
  levels: z.object({ error: count, warn: count, info: count, debug: count }),
  sizeBytes: count,
  /** Lines that were written and are not known yet, about; 0 when nothing waits. */
  behindLines: count,
  sources: z.array(logSource),
});

export type LogState = z.infer<typeof logState>;

export const logQuery = z.object({
  text: z.string().min(1).max(4096),
  isRegex: z.boolean(),
  matchCase: z.boolean(),
  wholeWord: z.boolean(),
});

export type LogQuery = z.infer<typeof logQuery>;

/** Which lines: all conditions must hold; null is no condition. */
export const logFilter = z.object({
  query: logQuery.nullable(),
  /** `none` are lines that say no level. */
  levels: z.array(z.enum([...logLevels, 'none'])).nullable(),
  stream: z.enum(['stdout', 'stderr']).nullable(),
  sources: z.array(count).nullable(),
  /** From this time on, and before that one, in milliseconds since 1970. */
  fromMs: z.number().nullable(),
  toMs: z.number().nullable(),
});

export type LogFilter = z.infer<typeof logFilter>;

/**
 * How far a selection is. It looks at the newest lines first and goes on with new lines as they come; rows are numbered as lines are,
 * from where the log was opened.
 */
export const selectionState = z.object({
  seq: count,
  generation: count,
  /** Rows found up to now: `[firstRow, endRow)`. */
  firstRow: lineNumber,
  endRow: lineNumber,
  scannedLines: count,
  /** All lines that are known have been looked at. */
  isDone: z.boolean(),
  /** `too-slow`: the pattern took more than a second in one job and was stopped; earlier results stay. */
  problem: z.enum(['too-slow']).nullable(),
});

export type SelectionState = z.infer<typeof selectionState>;

/** What a log is drawn small with: one number for each bucket, an equal share of the rows. */
export const logDensity = z.object({
  firstRow: lineNumber,
  endRow: lineNumber,
  /** Bytes per line, on average. */
  bytes: z.array(z.number()),
  errors: z.array(count),
  warnings: z.array(count),
  matches: z.array(count),
});

export type LogDensity = z.infer<typeof logDensity>;

const areUnique = (ids: readonly string[]) => new Set(ids).size === ids.length;

const log = z.object({ log: id });
/** Rows of this selection; null for all lines. */
const rows = id.nullable();
/** The selection whose matches are marked; null for none. */
const marks = id.nullable();

export const logs = {
  /** Opens the logs of some containers as one, merged by time. It ends with `close`, or with the connection of the page. */
  open: engineProcedure
    .input(z.object({ containers: z.array(containerId).min(1).max(200).refine(areUnique, 'Each container once.') }))
    .output(log),
  /** Answers when the state is newer than `seq`; 0 answers with what is known as soon as the last lines are. */
  changes: procedure.input(log.extend({ seq: count })).output(logState),
  /** Rows of `[from, to)` that are known: at most 1,000, fewer when they are long. */
  read: procedure
    .input(log.extend({ rows, marks, from: lineNumber, to: lineNumber }))
    .output(z.object({ lines: z.array(logLine) })),
  /** One line's text from byte `fromBytes` on, at most 1 MiB of it. */
  text: procedure
    .input(log.extend({ line: lineNumber, fromBytes: count }))
    .output(z.object({ text: z.string(), restBytes: count })),
  /** Begins to look for lines. Fails with `invalid` and reason `pattern` when the pattern is none. Ends with `unselect` or the log. */
  select: procedure.input(log.extend({ filter: logFilter })).output(z.object({ selection: id })),
  selectionChanges: procedure.input(log.extend({ selection: id, seq: count })).output(selectionState),
  unselect: procedure.input(log.extend({ selection: id })),
  /** The next selected line after `line`, or the last before it, among `rows`; null when there is none yet. `index` counts from 0 at the oldest. */
  find: procedure
    .input(log.extend({ marks: id, rows, line: lineNumber, direction: z.enum(['next', 'previous']) }))
    .output(z.object({ found: z.object({ line: lineNumber, row: lineNumber, index: count }).nullable() })),
  /** The first row at or after a line or a time; the last one when there is none. */
  locate: procedure
    .input(log.extend({ rows, at: z.union([z.object({ line: lineNumber }), z.object({ ms: z.number() })]) }))
    .output(z.object({ row: lineNumber, line: lineNumber })),
  density: procedure.input(log.extend({ rows, marks, buckets: z.number().int().min(1).max(4096) })).output(logDensity),
  /**
   * Writes all lines, or the rows of a selection, into a new file in the downloads folder of the computer that Berth's engine service
   * runs on. Takes as long as it takes; cancelling the call removes the file.
   */
  save: procedure
    .input(log.extend({ rows, hasTimes: z.boolean(), gzip: z.boolean() }))
    .output(z.object({ path: z.string(), lines: count, sizeBytes: count })),
  close: procedure.input(log),
};
