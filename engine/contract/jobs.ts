import { z } from 'zod';
import { procedure } from './base.ts';
import { changesInput, changesOf } from './changes.ts';
import { errorCodes, errorReasons } from './errors.ts';
import { type TransferFacts, transferFacts, type TransferKind } from './transfers.ts';

const count = z.number().int().min(0);

/** One part of a job, such as a service of a project. Steps keep their order. */
const jobStep = z.object({
  /** Unique in its job; what it means is the kind's own. */
  id: z.string(),
  state: z.enum(['waiting', 'active', 'done', 'failed']),
});

export type JobStep = z.infer<typeof jobStep>;

const jobProgress = z.object({
  /** What is counted. */
  unit: z.enum(['bytes', 'steps']),
  done: count,
  /** Null as long as it is not known. */
  total: count.nullable(),
  /** Over the last seconds; null until it can be told, and when nothing moves. */
  perSecond: z.number().nullable(),
  /** Null as long as it cannot be told. */
  remainingMs: z.number().nullable(),
});

/** What every job tells, whatever its kind. */
const jobFields = z.object({
  id: z.string(),
  /** The engine that it works on, whichever a page shows. */
  engine: z.string(),
  /** What it works on, such as an image or a file. */
  name: z.string(),
  /** `waiting`: for the engine to be back; it then goes on by itself. */
  state: z.enum(['active', 'waiting', 'done', 'failed', 'cancelled']),
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  /** Counted from 1; more after an engine that was lost, or after `retry`. */
  attempt: z.number().int(),
  /** Whether `retry` can begin it again after it failed or was cancelled. */
  canRetry: z.boolean(),
  /** 1,000 at most; empty for a kind without steps. */
  steps: z.array(jobStep),
  progress: jobProgress,
  /** The number of its log's next line: `log` has something new when it grows. */
  logEnd: count,
  /** Of one that failed. */
  failure: z
    .object({
      code: z.enum(errorCodes),
      reason: z.enum(errorReasons),
      params: z.record(z.string(), z.string()),
      detail: z.string(),
    })
    .nullable(),
});

export type JobFields = z.infer<typeof jobFields>;

const [pull, push, load, save, importing] = transferFacts;

/**
 * Long work on an engine. It belongs to the service and continues without a page. Each kind has a
 * line here, and its facts in `JobFacts`.
 */
export const job = z.discriminatedUnion('kind', [
  jobFields.extend(pull.shape),
  jobFields.extend(push.shape),
  jobFields.extend(load.shape),
  jobFields.extend(save.shape),
  jobFields.extend(importing.shape),
]);

export type Job = z.infer<typeof job>;
/** The fields that a job has because of its kind. */
export type JobFacts = TransferFacts;
export type JobKindName = Job['kind'];
/** A job of one kind. */
export type JobOf<Kind extends JobKindName> = Extract<Job, { readonly kind: Kind }>;
/** A job that carries images. */
export type Transfer = JobOf<TransferKind>;

const target = z.object({ id: z.string() });

export const jobs = {
  /** The jobs of all engines. */
  changes: procedure.input(changesInput).output(changesOf(job)),
  /**
   * Ends one that is under way, and answers when it has ended. dockerd drops what a cancelled pull
   * had fetched (26.1, `distribution/xfer`), and keeps what a push had sent.
   */
  cancel: procedure.input(target),
  /** Begins one that failed or was cancelled again, with the same id. Fails with `invalid` otherwise. */
  retry: procedure.input(target),
  /** Takes those that have ended out of the list. */
  dismiss: procedure.input(z.object({ ids: z.array(z.string()).max(1000) })),
  /**
   * At most 500 lines of its log from the line number `from` on, and the number of the first one:
   * more than `from` where older lines were dropped. The last 2,000 lines are kept. Answers at once.
   */
  log: procedure
    .input(z.object({ id: z.string(), from: count }))
    .output(z.object({ from: count, lines: z.array(z.string()) })),
};
