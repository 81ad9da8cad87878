import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findLines } from './log-chunk.ts';
import { LineStore } from './line-store.ts';
import type { LineSequence } from './line-sequence.ts';
import { mergeWaitMs, MergedSequence } from './merged-sequence.ts';
import { ScratchBytes } from './scratch-bytes.ts';
import { segmentFormat } from '../files/segment-format.ts';
import { Segments } from '../files/segments.ts';

const scratch = new ScratchBytes();
const segments = new Segments({ folder: null });

function record(ms: number, text: string): string {
  return `o${new Date(1_767_225_600_000 + ms).toISOString().slice(0, -1)}000000Z ${text}\n`;
}

function add(store: LineStore, records: string, where: 'append' | 'prepend'): void {
  const bytes = Buffer.from(records);
  const { file, startByte } = segments.write(bytes);
  store[where](file, startByte, findLines(bytes, 0, bytes.length, segmentFormat), 0);
}

function readAll(sequence: LineSequence, stores: readonly LineStore[]): string[] {
  const all: string[] = [];
  for (let line = sequence.firstLine; line < sequence.endLine; line += 1) {
    const place = sequence.locate(line);
    all.push(stores[place.feed]?.readLine(place.line, 100).text ?? '');
  }
  return all;
}

/** Increasing times for each feed, some before the log was opened, some after. */
const feeds = fc.array(
  fc.tuple(
    fc.array(fc.nat({ max: 50 }), { maxLength: 30 }),
    fc.array(fc.nat({ max: 50 }), { maxLength: 10 }),
    fc.nat({ max: 30 }),
  ),
  { minLength: 1, maxLength: 5 },
);

test('lines of all feeds are in the order of their times, whichever feed finds its older ones first', () => {
  fc.assert(
    fc.property(feeds, (inputs) => {
      const stores = inputs.map(() => new LineStore(scratch));
      const lines = inputs.map(([before, after], feed) => {
        const sorted = before.toSorted((a, b) => a - b).map((ms, index) => ({ ms, text: `${feed} old ${index}` }));
        const later = after
          .toSorted((a, b) => a - b)
          .map((ms, index) => ({ ms: ms + 1000, text: `${feed} new ${index}` }));
        return { sorted, later };
      });
      // The tails of some feeds are known before their older lines.
      const cuts = inputs.map(([before, , cut]) => Math.min(cut, before.length));
      for (const [feed, { sorted }] of lines.entries()) {
        const tail = sorted
          .slice(cuts[feed])
          .map(({ ms, text }) => record(ms, text))
          .join('');
        const store = stores[feed];
        if (store !== undefined) add(store, tail, 'prepend');
      }
      let now = 0;
      const merged = new MergedSequence(
        stores.map((store) => ({ store, isOver: () => false })),
        () => now,
      );
      merged.advance();
      for (const [feed, { sorted, later }] of lines.entries()) {
        const store = stores[feed];
        if (store === undefined) continue;
        add(
          store,
          sorted
            .slice(0, cuts[feed])
            .map(({ ms, text }) => record(ms, text))
            .join(''),
          'prepend',
        );
        store.isWhole = true;
        // Each feed is a little later than the previous one.
        now += mergeWaitMs / 10;
        merged.advance();
        add(store, later.map(({ ms, text }) => record(ms, text)).join(''), 'append');
      }
      merged.advance();
      now += mergeWaitMs;
      merged.advance();
      expect(merged.isWaiting).toBe(false);
      expect(merged.isWhole).toBe(true);
      const all = lines.flatMap(({ sorted, later }) => [...sorted, ...later]);
      const shown = readAll(merged, stores);
      expect(shown.toSorted()).toEqual(all.map(({ text }) => text).toSorted());
      const timeOf = new Map(all.map(({ ms, text }) => [text, ms]));
      const times = shown.map((text) => timeOf.get(text) ?? -1);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
      for (const feed of lines.keys()) {
        const own = shown.filter((text) => text.startsWith(`${feed} `));
        expect(own).toEqual([...(lines[feed]?.sorted ?? []), ...(lines[feed]?.later ?? [])].map(({ text }) => text));
      }
    }),
  );
});

test.each([256, 257, 1400])('with %i feeds each line belongs to its own feed', (count) => {
  const stores = Array.from({ length: count }, () => new LineStore(new ScratchBytes()));
  for (const [feed, store] of stores.entries()) add(store, record(feed, `old ${feed}`), 'prepend');
  const ended = stores.map((store) => ({ store, isOver: () => true }));
  let now = 0;
  const merged = new MergedSequence(ended, () => now);
  merged.advance();
  for (const [feed, store] of stores.entries()) add(store, record(10_000 + feed, `new ${feed}`), 'append');
  merged.advance();
  now += mergeWaitMs;
  merged.advance();
  const feeds = [...stores.keys()];
  expect(readAll(merged, stores)).toEqual([
    ...feeds.map((feed) => `old ${feed}`),
    ...feeds.map((feed) => `new ${feed}`),
  ]);
  for (const block of merged.blocks) {
    const visited: { feed: number; line: number }[] = [];
    merged.eachLine(block, 0, block.lineCount, (_index, feed, line) => visited.push({ feed, line }));
    expect(visited).toEqual(visited.map((_, index) => merged.locate(block.firstLine + index)));
    expect(merged.feedLines(block, 0, block.lineCount)).toHaveLength(Math.min(count, block.lineCount));
  }
});
