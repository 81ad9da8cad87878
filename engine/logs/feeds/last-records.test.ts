import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KnownFront, LastRecords } from './last-records.ts';

/** Records with increasing times, except for the jitter between the two streams. */
const log = fc
  .array(fc.tuple(fc.integer({ min: -3, max: 5 }), fc.constantFrom('o', 'e'), fc.constantFrom('a', 'b')), {
    minLength: 1,
  })
  .map((steps) => {
    let ns = 100;
    return steps.map(([step, mark, text]) => {
      ns = Math.max(0, ns + step);
      return { ns, record: `${mark}2026-01-02T03:04:05.${String(ns).padStart(9, '0')}Z ${text}\n` };
    });
  });

/** What the daemon returns: all records from the first one with that time or later. */
function since(records: readonly { ns: number; record: string }[], time: string): string {
  if (time === '') return records.map(({ record }) => record).join('');
  const ns = Number(time.slice(20, -1));
  const first = records.findIndex((entry) => entry.ns >= ns);
  return first < 0
    ? ''
    : records
        .slice(first)
        .map(({ record }) => record)
        .join('');
}

test('a log that is cut anywhere continues without losing or repeating records', () => {
  fc.assert(
    fc.property(log, fc.nat(), fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (records, cut, sizes) => {
      const known = records.slice(0, cut % (records.length + 1));
      const last = new LastRecords();
      for (const { record } of known) last.push(Buffer.from(record));
      const front = new KnownFront(last.known());
      const answer = since(records, last.since).split(/(?<=\n)/);
      let rest = '';
      for (let at = 0, turn = 0; at < answer.length; turn += 1) {
        const count = sizes[turn % sizes.length] ?? 1;
        rest += front.push(Buffer.from(answer.slice(at, at + count).join(''))).toString('utf8');
        at += count;
      }
      expect(known.map(({ record }) => record).join('') + rest).toBe(records.map(({ record }) => record).join(''));
    }),
  );
});

test('the last records of a flood are known without a gap, in batches of any size', () => {
  const record = (ns: number) => `o2026-01-02T03:04:05.${String(ns).padStart(9, '0')}Z ${'x'.repeat(ns % 900)}\n`;
  const batches = fc.array(fc.oneof(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 300, max: 900 })), {
    minLength: 1,
    maxLength: 8,
  });
  fc.assert(
    fc.property(batches, (counts) => {
      const last = new LastRecords();
      let all = '';
      let ns = 0;
      for (const count of counts) {
        const batch = Array.from({ length: count }, (_, index) => record(ns + index)).join('');
        last.push(Buffer.from(batch));
        all += batch;
        ns += count;
      }
      expect(last.last().toString()).toBe(record(ns - 1));
      expect(last.since).toBe(
        record(ns - 1)
          .split(' ')[0]
          ?.slice(1),
      );
      expect(last.known().toString()).toBe(record(ns - 1));
      // The kept records are the end of the log without a gap, and of the required size.
      const held = last.all().toString();
      expect(all.endsWith(held)).toBe(true);
      expect(held.length).toBeGreaterThanOrEqual(Math.min(all.length, 128 * 1024));
      expect(held.startsWith('o2026')).toBe(true);
    }),
    { numRuns: 60 },
  );
});
