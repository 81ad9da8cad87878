import type { JobStep } from '../contract/jobs.ts';
import type { TransferFacts, TransferKind } from '../contract/transfers.ts';
import type { ProgressMessage } from '../docker/image-transfer.ts';
import type { Attempt, JobCount, JobWork } from '../jobs/job-kind.ts';
import { type ByteSums, LayerBook } from './layer-book.ts';
import type { TransferAttempt } from './transfer-attempts.ts';
import type { TransferEngine, TransferResult } from './transfer-engine.ts';
import type { Upload } from './upload.ts';

interface TransferPlan {
  readonly kind: TransferKind;
  readonly on: TransferEngine;
  readonly references: readonly string[];
  readonly platform: string;
  /** Null where no page sends a file. */
  readonly upload: Upload | null;
  /** One try. Throws what ended it; `unreachable` for a lost engine. */
  readonly attempt: (attempt: TransferAttempt) => Promise<TransferResult>;
}

/** The work of a transfer: its tries, and the sums of the daemon's progress messages. */
export class TransferWork implements JobWork<TransferFacts> {
  readonly upload: Upload | null;
  readonly #plan: TransferPlan;
  readonly #book = new LayerBook();
  /** Of a save: what is written. */
  #file: ByteSums = { doneBytes: 0, totalBytes: null };
  #result: TransferResult | null = null;

  constructor(plan: TransferPlan) {
    this.#plan = plan;
    this.upload = plan.upload;
  }

  async attempt({ connection, report, signal }: Attempt): Promise<void> {
    this.#book.restart();
    this.#file = { ...this.#file, doneBytes: 0 };
    const result = await this.#plan.attempt({
      on: this.#plan.on,
      connection,
      signal,
      note: (message) => {
        const line = toLogLine(message);
        if (line !== null) report.log(line);
        const isOfLayer = this.#book.take(message);
        report.changed();
        return isOfLayer;
      },
      learn: (layers) => {
        this.#book.learn(layers);
        report.changed();
      },
      countFile: (doneBytes, totalBytes) => {
        this.#file = { doneBytes, totalBytes: totalBytes === null ? null : Math.max(totalBytes, doneBytes) };
        report.changed();
      },
    });
    this.#book.finish();
    this.#file = { ...this.#file, totalBytes: this.#file.doneBytes };
    this.#result = result;
  }

  facts(): TransferFacts {
    const { kind, references, platform } = this.#plan;
    return { kind, references: [...references], platform, layers: this.#book.rows(), result: this.#result };
  }

  count(): JobCount {
    const { doneBytes, totalBytes } = this.#sums();
    return { unit: 'bytes', done: doneBytes, total: totalBytes };
  }

  steps(): readonly JobStep[] {
    return [];
  }

  release(): void {
    this.upload?.close();
  }

  #sums(): ByteSums {
    if (this.upload !== null) return { doneBytes: this.upload.takenBytes, totalBytes: this.upload.sizeBytes };
    if (this.#plan.kind === 'save') return this.#file;
    const sums = this.#book.sums();
    // One that found nothing to transfer is told no layer.
    return this.#result === null ? sums : { ...sums, totalBytes: sums.doneBytes };
  }
}

/** As the docker CLI prints it without a terminal (`pkg/jsonmessage`, `Display`); null for progress. */
function toLogLine({ id, status, progressDetail, stream }: ProgressMessage): string | null {
  if (stream !== undefined) return stream;
  if (status === undefined || progressDetail?.current !== undefined) return null;
  return id === undefined ? status : `${id}: ${status}`;
}
