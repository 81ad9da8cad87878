import { randomUUID } from 'node:crypto';
import type { ImageReference } from '../contract/image-reference.ts';
import type { Transfer } from '../contract/transfers.ts';
import type { KnownEngine } from '../docker/address.ts';
import type { EngineError } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { type ByteSums, LayerBook } from './layer-book.ts';
import { RateMeter } from '../jobs/rate-meter.ts';
import type { Upload } from './upload.ts';

/** What is to be carried. */
export type TransferOrder =
  | { readonly kind: 'pull'; readonly reference: ImageReference; readonly platform: string }
  | { readonly kind: 'push'; readonly reference: ImageReference }
  | {
      readonly kind: 'save';
      readonly references: readonly string[];
      readonly path: string;
      /** The person agreed that the file that is there goes. */
      readonly mayReplace: boolean;
    }
  | { readonly kind: 'load'; readonly upload: Upload; readonly sizeBytes: number }
  | {
      readonly kind: 'import';
      readonly upload: Upload;
      readonly sizeBytes: number;
      readonly reference: ImageReference;
    };

/** How the page knows it. */
export interface TransferTitle {
  readonly name: string;
  readonly references: readonly string[];
}

/** The engine that a transfer works on, and what it needs of it. */
export interface TransferEngine {
  readonly engine: KnownEngine;
  /** Keeps it open until the answer is disposed of. */
  hold(): Disposable;
  /** The value of `X-Registry-Auth` for this registry; null where nobody is signed in. */
  headerFor(address: string, signal: AbortSignal): Promise<string | null>;
  /** The layers of what a pull would fetch, for sums; null where that cannot be known. Never fails. */
  manifestLayers(
    reference: ImageReference,
    platform: string,
    signal: AbortSignal,
  ): Promise<readonly { readonly digest: string; readonly sizeBytes: number }[] | null>;
  /** About how many bytes these images have together; null where unknown. */
  sizeOf(references: readonly string[]): number | null;
  readonly log: Log;
}

export type TransferResult = NonNullable<Transfer['result']>;

export const emptyResult: TransferResult = { digest: '', images: [], isUpToDate: false, path: '' };

/** One transfer, from its beginning to when it is forgotten. */
export class TransferRecord {
  readonly id = randomUUID();
  readonly order: TransferOrder;
  readonly on: TransferEngine;
  readonly book = new LayerBook();
  readonly #title: TransferTitle;
  readonly #meter = new RateMeter();
  readonly #startedAtMs = Date.now();
  #state: Transfer['state'] = 'active';
  #endedAtMs: number | null = null;
  #attempt = 0;
  #result: TransferResult | null = null;
  #failure: EngineError | null = null;
  #file: ByteSums = { doneBytes: 0, totalBytes: null };
  #life = new AbortController();
  /** Resolves when nothing of it is under way any more. */
  settled: Promise<void> = Promise.resolve();

  constructor(order: TransferOrder, title: TransferTitle, on: TransferEngine) {
    this.order = order;
    this.on = on;
    this.#title = title;
    if (order.kind === 'load' || order.kind === 'import') {
      this.#file = { doneBytes: 0, totalBytes: order.sizeBytes };
    }
  }

  get title(): TransferTitle {
    return this.#title;
  }

  get state(): Transfer['state'] {
    return this.#state;
  }

  get failure(): EngineError | null {
    return this.#failure;
  }

  get isEnded(): boolean {
    return this.#endedAtMs !== null;
  }

  /** Aborts when it is cancelled. */
  get signal(): AbortSignal {
    return this.#life.signal;
  }

  get doneBytes(): number {
    return this.#sums().doneBytes;
  }

  cancel(): void {
    this.#life.abort();
  }

  /** Begins once more after an end. */
  reopen(): void {
    this.#life = new AbortController();
    this.#endedAtMs = null;
    this.#failure = null;
    this.#state = 'active';
  }

  beginAttempt(): void {
    this.#attempt += 1;
    this.#state = 'active';
    this.book.restart();
    if (this.order.kind === 'save') this.#file = { ...this.#file, doneBytes: 0 };
    this.#meter.restart();
  }

  /** The engine is not there; it goes on when that is back. */
  wait(): void {
    this.#state = 'waiting';
  }

  /** So much of the file has been carried; `totalBytes` may be a guess, which is made good at the end. */
  countFile(doneBytes: number, totalBytes: number | null): void {
    this.#file = { doneBytes, totalBytes: totalBytes === null ? null : Math.max(totalBytes, doneBytes) };
  }

  countUpload({ takenBytes }: Upload): void {
    this.countFile(takenBytes, this.#file.totalBytes);
  }

  end(result: TransferResult): void {
    this.book.finish();
    if (this.order.kind === 'save') this.countFile(this.#file.doneBytes, this.#file.doneBytes);
    this.#result = result;
    this.#close('done');
  }

  endCancelled(): void {
    this.#close('cancelled');
  }

  fail(failure: EngineError): void {
    this.#failure = failure;
    this.#close('failed');
  }

  /** As the page gets it. */
  toRow(nowMs: number): Transfer {
    const { doneBytes, totalBytes } = this.#sums();
    this.#meter.add(nowMs, doneBytes);
    const rate = this.#state === 'active' ? this.#meter.perSecond(nowMs) : null;
    const left = totalBytes === null ? null : totalBytes - doneBytes;
    return {
      id: this.id,
      engine: this.on.engine.id,
      kind: this.order.kind,
      name: this.#title.name,
      references: [...this.#title.references],
      platform: this.order.kind === 'pull' ? this.order.platform : '',
      state: this.#state,
      startedAtMs: this.#startedAtMs,
      endedAtMs: this.#endedAtMs,
      attempt: Math.max(1, this.#attempt),
      doneBytes,
      totalBytes,
      bytesPerSecond: rate === null ? null : Math.round(rate),
      remainingMs: rate === null || rate === 0 || left === null ? null : Math.round((left / rate) * 1000),
      layers: this.book.rows(),
      result: this.#result,
      failure:
        this.#failure === null
          ? null
          : {
              code: this.#failure.code,
              reason: this.#failure.reason,
              params: { ...this.#failure.params },
              detail: this.#failure.detail,
            },
    };
  }

  #sums(): ByteSums {
    if (this.order.kind !== 'pull' && this.order.kind !== 'push') return this.#file;
    const sums = this.book.sums();
    // One that found nothing to carry is told no layer.
    return this.#state === 'done' ? { ...sums, totalBytes: sums.doneBytes } : sums;
  }

  #close(state: 'done' | 'failed' | 'cancelled'): void {
    this.#state = state;
    this.#endedAtMs = Date.now();
  }
}
