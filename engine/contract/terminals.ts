import { z } from 'zod';
import { engineProcedure, procedure } from './base.ts';
import { containerId } from './containers.ts';

const terminalId = z.string().min(1).max(64);

/** Cells; more than 1,000 in a direction is no screen. */
const size = z.object({ columns: z.number().int().min(1).max(1000), rows: z.number().int().min(1).max(1000) });

/** How a program is started in a container, by `docker exec`'s own words. */
export const execOptions = z.object({
  command: z.array(z.string().max(4096)).min(1).max(100),
  /** A name or uid, with `:group` if wanted; empty for the container's own. */
  user: z.string().max(256),
  /** Empty for the container's own. */
  workingDir: z.string().max(4096),
  privileged: z.boolean(),
});

export type ExecOptions = z.infer<typeof execOptions>;

/** What a terminal shows: a program in a container, its main process, a debug shell beside it, or a shell of the machine that the engine runs on. */
export const terminalTarget = z.discriminatedUnion('kind', [
  execOptions.extend({ kind: z.literal('exec'), container: containerId }),
  z.object({ kind: z.literal('attach'), container: containerId }),
  z.object({ kind: z.literal('debug'), container: containerId }),
  z.object({ kind: z.literal('machine') }),
]);

export type TerminalTarget = z.infer<typeof terminalTarget>;

/**
 * How a terminal ended. `exited`: its program, with a code · `killed`: its program, by a signal (128 + number, as shells count) ·
 * `container-stopped`, `engine-lost`: what it ran in went away · `detached`: from a main process that runs on ·
 * `failed`: it never ran, `detail` says why in the engine's words.
 */
export const terminalEnding = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exited'), code: z.number().int() }),
  z.object({ kind: z.literal('killed'), signal: z.string(), code: z.number().int() }),
  z.object({ kind: z.literal('container-stopped') }),
  z.object({ kind: z.literal('engine-lost') }),
  z.object({ kind: z.literal('detached') }),
  z.object({ kind: z.literal('failed'), detail: z.string() }),
]);

export type TerminalEnding = z.infer<typeof terminalEnding>;

export const terminal = z.object({
  id: terminalId,
  /** The engine that it was opened on, and ends on. */
  engine: z.string(),
  target: terminalTarget,
  /** As the container was called when the terminal was opened; empty for the engine's machine. */
  containerName: z.string(),
  /** Given by the person; empty until then. */
  name: z.string(),
  openedAtMs: z.number(),
  /** Null as long as it runs. */
  ending: terminalEnding.nullable(),
});

export type Terminal = z.infer<typeof terminal>;

/** What a container has to offer to a terminal; read from its files, nothing is run in it. */
export const shellChoices = z.object({
  /** Paths of the shells that it has, the best first; empty when it has none. */
  shells: z.array(z.string()),
  users: z.array(z.object({ name: z.string(), uid: z.number().int(), home: z.string() })),
  /** The container's own user and folder, as its record says; empty means root and `/`. */
  user: z.string(),
  workingDir: z.string(),
  /** What was opened last in a container of this image. */
  remembered: execOptions.nullable(),
});

export type ShellChoices = z.infer<typeof shellChoices>;

const one = z.object({ terminal: terminalId });
/** A terminal has one view at a time: the one that took it last. Calls of an earlier one fail with `conflict`. */
const view = one.extend({ view: z.string().min(1).max(64) });
const offset = z.number().int().min(0);

/** The most of one `read`: what a page draws up in some 10 ms. */
export const maxReadBytes = 256 * 1024;
/** The most of one `write`, before base64; larger pastes go in pieces, one after the other. */
export const maxWriteBytes = 64 * 1024;

export const terminals = {
  choices: engineProcedure.input(z.object({ container: containerId })).output(shellChoices),
  /** Answers when the list is another one than that with this number: every open terminal, oldest first. They outlive pages. */
  changes: procedure
    .input(z.object({ epoch: z.string(), seq: z.number().int().min(0) }))
    .output(z.object({ epoch: z.string(), seq: z.number().int().min(0), terminals: z.array(terminal) })),
  /** Opens a terminal. Fails as the daemon does: no such container, not running, no such program. */
  open: engineProcedure.input(z.object({ target: terminalTarget, size })).output(terminal),
  /** Becomes its view. The screen is `snapshot` (written to an empty terminal of that size first), then all bytes from `offset` on. */
  take: procedure.input(one).output(
    z.object({
      view: z.string(),
      offset,
      snapshot: z.string(),
      size,
      /** The sizes that its screen had later, each from that offset on: what was drawn for one looks wrong on another. */
      resizes: z.array(z.object({ offset, size })),
      /** Up to here an earlier view has read: questions to the terminal before it were answered then. */
      shown: offset,
    }),
  ),
  /**
   * The bytes from `offset` on; waits for the first of them. Empty once all were read and the terminal has ended. Asking for an offset
   * says that all before it has been shown: output that nobody reads makes the program wait.
   */
  read: procedure
    .input(
      view.extend({
        offset,
        maxBytes: z.number().int().min(1).max(maxReadBytes),
        /**
         * Given where output that nobody can come to see may be left out: as the screen was at `shown`, so many more lines push out all
         * that is on it and above it. It has to scroll as a whole, and its parser to be xterm's.
         */
        pour: z.object({ shown: offset, lines: z.number().int().min(1) }).nullable(),
      }),
    )
    .output(
      z.object({
        /** So many bytes before these were left out, for every view; the offset of these is that much higher. */
        skippedBytes: offset,
        bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
      }),
    ),
  /** Keeps the screen as it was at `offset`, so that the next view need not begin with the first byte. */
  keep: procedure.input(view.extend({ offset, snapshot: z.string().max(4 * 1024 * 1024), size })),
  /** Input in base64, at most 64 KiB of bytes; answers when the engine has taken it. */
  write: procedure.input(view.extend({ bytes: z.string().max(Math.ceil(maxWriteBytes / 3) * 4) })),
  resize: procedure.input(view.extend({ size })),
  rename: procedure.input(one.extend({ name: z.string().max(100) })),
  /** Ends its program and whatever that started, and forgets it. From a main process it only detaches. */
  close: procedure.input(one),
};
