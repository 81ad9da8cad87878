import { z } from 'zod';

/**
 * Live data is pulled: a page asks for everything after the version that it has, and the call answers as soon as
 * there is something newer. A slow page therefore gets one merged patch, never a queue, and a page that
 * reconnects goes on from where it was.
 */
export const changesInput = z.object({
  /** The epoch of the copy that the page holds; empty at first. Another epoch on the engine side means: start anew. */
  epoch: z.string(),
  seq: z.number().int().min(0),
  /** The freshness that the page last saw; a change of freshness alone also answers the call. */
  freshness: z.enum(['loading', 'live', 'stale']),
});

export type ChangesInput = z.infer<typeof changesInput>;
export type Freshness = ChangesInput['freshness'];

/** A merged patch of a collection of `item`s: `reset` replaces the page's copy, else `upserts` and `removes` apply to it. */
export function changesOf<T extends z.ZodType>(item: T) {
  return z.object({
    epoch: z.string(),
    seq: z.number().int().min(0),
    reset: z.boolean(),
    upserts: z.array(item),
    removes: z.array(z.string()),
    freshness: z.enum(['loading', 'live', 'stale']),
    /** When the engine was last known to agree with this copy; milliseconds since 1970. */
    asOfMs: z.number(),
  });
}

export interface Changes<T> {
  epoch: string;
  seq: number;
  reset: boolean;
  upserts: T[];
  removes: string[];
  freshness: Freshness;
  asOfMs: number;
}
