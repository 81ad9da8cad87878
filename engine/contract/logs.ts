import { z } from 'zod';
import { procedure } from './base.ts';
import { containerId } from './containers.ts';

export const logLine = z.object({
  /** Counts from 0 at the first line that this follow read. */
  line: z.number().int().min(0),
  /** The daemon's timestamp, RFC 3339 with nanoseconds; empty when it gave none. */
  time: z.string(),
  stream: z.enum(['stdout', 'stderr']),
  text: z.string(),
});

export type LogLine = z.infer<typeof logLine>;

const follow = z.object({ follow: z.string() });

export const logs = {
  /** Begins to follow a container's log; it ends with `close`, or with the connection of the page that opened it. */
  open: procedure
    .input(z.object({ container: containerId, tailLines: z.number().int().min(1).max(100_000) }))
    .output(follow),
  /** Answers when there is more than `endLine`, when old lines were dropped past `firstLine`, or when the log ended. */
  changes: procedure.input(follow.extend({ endLine: z.number().int().min(0), ended: z.boolean() })).output(
    z.object({
      /** The oldest line still held: the follow is bounded. */
      firstLine: z.number().int().min(0),
      /** One past the newest line. */
      endLine: z.number().int().min(0),
      /** The log ended: the container stopped, or the engine went away. */
      ended: z.boolean(),
    }),
  ),
  /** At most 1,000 lines of `[fromLine, toLine)` that are still held. */
  read: procedure
    .input(follow.extend({ fromLine: z.number().int().min(0), toLine: z.number().int().min(0) }))
    .output(z.array(logLine)),
  close: procedure.input(follow),
};
