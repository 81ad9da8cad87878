import { z } from 'zod';
import { procedure } from './base.ts';
import { changesInput, changesOf } from './changes.ts';
import { shellReach } from './engines.ts';
import { errorCodes, errorData } from './errors.ts';

/** One word of a docker command line; `kind` tells the command bar how to ink it. */
export const commandToken = z
  .object({
    text: z.string().max(65_536),
    kind: z.enum(['binary', 'subcommand', 'flag', 'value']),
    /**
     * The field of a form that the word belongs to: `name`, or with its index where a flag repeats:
     * `publish.0`.
     */
    field: z.string().max(256).optional(),
  })
  .readonly();

export type CommandToken = z.infer<typeof commandToken>;

/** The engine of a line: its id, and how a shell reaches it now. */
export const lineEngine = z.object({ id: z.string().max(4096), shell: shellReach }).readonly();

export type LineEngine = z.infer<typeof lineEngine>;

const tokens = z.array(commandToken).max(20_000).readonly();

/**
 * A docker command and the engine on which it acts. `tokens` do not name the engine: it is added
 * when the line is printed or copied.
 */
export const scriptLine = z.object({ engine: lineEngine, tokens }).readonly();

export type ScriptLine = z.infer<typeof scriptLine>;

/** The command lines that equal one act, in their order. */
export type Script = readonly ScriptLine[];

/** The most lines of one act. */
const maxLines = 100;

/** What was run. */
const act = z.object({
  /** Made by the page: an entry that is reported twice stands in the journal once. */
  id: z.uuid(),
  /** Such as `container.stop`. */
  verbId: z.string().max(100),
  durationMs: z.number().min(0),
  /** Null when it succeeded. */
  problem: errorData.extend({ code: z.enum(errorCodes) }).nullable(),
});

export const journalEntry = act.extend({
  script: z.array(scriptLine).max(maxLines).readonly(),
  /** By the service's clock; milliseconds since 1970. */
  endedAtMs: z.number(),
});

export type JournalEntry = z.infer<typeof journalEntry>;

/** An entry as a page reports it: the service knows how a shell reaches an engine. */
export const journalReport = act.extend({
  script: z
    .array(z.object({ engine: z.string().min(1).max(4096), tokens }).readonly())
    .min(1)
    .max(maxLines)
    .readonly(),
});

export type JournalReport = z.infer<typeof journalReport>;

/** The lines that were run, of all pages, oldest first; lines that only read are not among them. */
export const journal = {
  changes: procedure.input(changesInput).output(changesOf(journalEntry)),
  add: procedure.input(journalReport),
};
