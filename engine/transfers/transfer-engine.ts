import type { ImageReference } from '../contract/image-reference.ts';
import type { TransferFacts } from '../contract/transfers.ts';
import type { JobEngine } from '../jobs/job-kind.ts';
import type { Log } from '../platform/log.ts';
import type { SizedLayer } from './layer-book.ts';

/** The engine that a transfer works on, and what it needs of it. */
export interface TransferEngine extends JobEngine {
  /** The value of `X-Registry-Auth` for this registry; null where nobody is signed in. */
  headerFor(address: string, signal: AbortSignal): Promise<string | null>;
  /** The layers of what a pull would fetch, for sums; null where that cannot be known. Never fails. */
  manifestLayers(
    reference: ImageReference,
    platform: string,
    signal: AbortSignal,
  ): Promise<readonly SizedLayer[] | null>;
  /** About how many bytes these images have together; null where unknown. */
  sizeOf(references: readonly string[]): number | null;
  readonly log: Log;
}

export type TransferResult = NonNullable<TransferFacts['result']>;

export const emptyResult: TransferResult = { digest: '', images: [], isUpToDate: false, path: '' };
