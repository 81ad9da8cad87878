import { closeSync, openSync, readSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { LogQuery } from '../../contract/logs.ts';
import { toMessage } from '../../platform/engine-error.ts';
import { jsonFileFormat } from '../files/json-file-format.ts';
import { compileMatcher, type Matcher } from '../search/matcher.ts';
import { scanLines } from '../search/scan-chunk.ts';
import { ScratchBytes } from '../index/scratch-bytes.ts';
import type { MatchesJob, ScanJob, ScanChunk, SearchAnswer, SearchRequest } from '../search/search-jobs.ts';
import { segmentFormat } from '../files/segment-format.ts';

/** Files that stay open for the next job. */
const maxOpenFiles = 16;
const formats = { 'json-file': jsonFileFormat, segment: segmentFormat };

/** Scans lines in a thread that may be terminated at any time: a pattern may never end. */
class SearchThread {
  readonly #files = new Map<string, number>();
  readonly #scratch = new ScratchBytes();
  #matcher: { readonly key: string; readonly matcher: Matcher } | null = null;

  answer(request: SearchRequest): SearchAnswer | null {
    switch (request.kind) {
      case 'scan':
        return { kind: 'scan', found: this.#scan(request) };
      case 'matches':
        return { kind: 'matches', matches: this.#findMatches(request) };
      case 'forget':
        for (const id of request.files) this.#close(id);
        return null;
    }
  }

  #scan({ chunks, query, allowed, fromMs, toMs }: ScanJob): Uint32Array[] {
    const matcher = query === null ? null : this.#compile(query);
    const needsBytes = matcher !== null || fromMs !== null || toMs !== null;
    return chunks.map((chunk) => {
      const offset = chunk.starts[chunk.from] ?? 0;
      const indexes: number[] = [];
      scanLines(
        {
          bytes: needsBytes ? this.#read(chunk, offset) : this.#scratch.take(0),
          starts: chunk.starts,
          offset,
          metas: chunk.metas,
          from: chunk.from,
          to: chunk.to,
          format: formats[chunk.file.format],
        },
        { matcher, allowed, fromMs, toMs },
        (index) => indexes.push(index),
      );
      return Uint32Array.from(indexes);
    });
  }

  #findMatches({ texts, query }: MatchesJob): [number, number][][] {
    const matcher = this.#compile(query);
    return texts.map((text) => matcher.matches(text));
  }

  #compile(query: LogQuery): Matcher {
    const key = JSON.stringify(query);
    if (this.#matcher?.key !== key) this.#matcher = { key, matcher: compileMatcher(query) };
    return this.#matcher.matcher;
  }

  #read({ file, startByte, lengthBytes }: ScanChunk, offset: number): Buffer {
    const length = lengthBytes - offset;
    if (file.location.kind === 'memory') return Buffer.from(file.location.bytes, startByte + offset, length);
    const bytes = this.#scratch.take(length);
    const fd = this.#open(file.id, file.location.path);
    let done = 0;
    while (done < length) {
      const count = readSync(fd, bytes, done, length - done, startByte + offset + done);
      if (count === 0) break;
      done += count;
    }
    return bytes.subarray(0, done);
  }

  #open(id: string, path: string): number {
    const open = this.#files.get(id);
    if (open !== undefined) return open;
    const [oldest] = this.#files.keys();
    if (this.#files.size >= maxOpenFiles && oldest !== undefined) this.#close(oldest);
    const fd = openSync(path, 'r');
    this.#files.set(id, fd);
    return fd;
  }

  #close(id: string): void {
    const fd = this.#files.get(id);
    if (fd === undefined) return;
    this.#files.delete(id);
    closeSync(fd);
  }
}

const thread = new SearchThread();
const port = parentPort;
if (port === null) throw new Error('The search runs in a thread of its own.');
port.on('message', (request: SearchRequest) => {
  let answer: SearchAnswer | null;
  try {
    answer = thread.answer(request);
  } catch (error) {
    // The caller gets the error as an answer.
    answer = { kind: 'failed', detail: toMessage(error) };
  }
  if (answer !== null) port.postMessage(answer);
});
