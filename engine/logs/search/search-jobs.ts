import type { LogQuery } from '../../contract/logs.ts';
import type { LogFileLocation } from '../files/log-file.ts';
import type { RecordFormat } from '../files/record-format.ts';

/** A chunk as a search thread sees it, and which of its lines to scan. */
export interface ScanChunk {
  readonly file: { readonly id: string; readonly location: LogFileLocation; readonly format: RecordFormat['id'] };
  readonly startByte: number;
  readonly lengthBytes: number;
  readonly starts: Uint32Array<SharedArrayBuffer>;
  readonly metas: Uint8Array<SharedArrayBuffer>;
  /** Lines `[from, to)` of the chunk; `lengthBytes` is the end of the last one. */
  readonly from: number;
  readonly to: number;
}

export interface ScanJob {
  readonly kind: 'scan';
  readonly chunks: readonly ScanChunk[];
  readonly query: LogQuery | null;
  readonly allowed: Uint8Array;
  readonly fromMs: number | null;
  readonly toMs: number | null;
}

/** Finds the matches of a query in texts. */
export interface MatchesJob {
  readonly kind: 'matches';
  readonly texts: readonly string[];
  readonly query: LogQuery;
}

export type SearchJob = ScanJob | MatchesJob;

/** For each chunk the indexes of its matching lines, in order. */
export type ScanResult = readonly Uint32Array[];
export type MatchesResult = readonly [number, number][][];

export type SearchRequest = SearchJob | { readonly kind: 'forget'; readonly files: readonly string[] };

export type SearchAnswer =
  | { readonly kind: 'scan'; readonly found: ScanResult }
  | { readonly kind: 'matches'; readonly matches: MatchesResult }
  | { readonly kind: 'failed'; readonly detail: string };
