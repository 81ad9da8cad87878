import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ProgressMessage } from '../docker/image-transfer.ts';
import { LayerBook } from './layer-book.ts';

const say = (id: string, status: string, current?: number, total?: number): ProgressMessage => ({
  id,
  status,
  progressDetail: { ...(current === undefined ? {} : { current }), ...(total === undefined ? {} : { total }) },
});

function bookOf(...messages: readonly ProgressMessage[]): LayerBook {
  const book = new LayerBook();
  for (const message of messages) book.take(message);
  return book;
}

const digestOf = (id: string) => `sha256:${id.padEnd(64, '0')}`;

describe('a pull', () => {
  test('goes through its states', () => {
    const book = new LayerBook();
    const seen: unknown[] = [];
    for (const message of [
      say('a', 'Pulling fs layer'),
      say('a', 'Waiting'),
      say('a', 'Downloading', 40, 100),
      say('a', 'Retrying in 5 seconds'),
      say('a', 'Downloading', 10, 100),
      say('a', 'Verifying Checksum'),
      say('a', 'Download complete'),
      say('a', 'Extracting', 60, 100),
      say('a', 'Pull complete'),
    ]) {
      expect(book.take(message)).toBe(true);
      seen.push(book.rows().map(({ state, doneBytes, extractedBytes }) => [state, doneBytes, extractedBytes])[0]);
    }
    expect(seen).toEqual([
      ['waiting', 0, 0],
      ['waiting', 0, 0],
      ['downloading', 40, 0],
      ['retrying', 40, 0],
      ['downloading', 40, 0],
      ['downloaded', 100, 0],
      ['downloaded', 100, 0],
      ['extracting', 100, 60],
      ['done', 100, 100],
    ]);
  });

  test('says nothing of lines that are about no layer', () => {
    const book = bookOf();
    expect(book.take({ id: 'latest', status: 'Pulling from library/nginx' })).toBe(false);
    expect(book.take({ status: 'Digest: sha256:abc' })).toBe(false);
    expect(book.rows()).toEqual([]);
    expect(book.sums()).toEqual({ doneBytes: 0, totalBytes: null });
  });

  test('has a total once every layer’s size is known, from the engine or the registry', () => {
    const book = bookOf(say('aaaaaaaaaaaa', 'Downloading', 5, 10), say('bbbbbbbbbbbb', 'Waiting'));
    expect(book.sums()).toEqual({ doneBytes: 5, totalBytes: null });
    book.learn([
      { digest: digestOf('aaaaaaaaaaaa'), sizeBytes: 10 },
      { digest: digestOf('bbbbbbbbbbbb'), sizeBytes: 90 },
      { digest: digestOf('cccccccccccc'), sizeBytes: 7 },
    ]);
    expect(book.sums()).toEqual({ doneBytes: 5, totalBytes: 100 });
    book.take(say('cccccccccccc', 'Already exists'));
    expect(book.sums()).toEqual({ doneBytes: 5, totalBytes: 100 });
  });

  test('a layer too small to be seen under way weighs what the registry says, also when that comes late', () => {
    const book = bookOf(say('aaaaaaaaaaaa', 'Pulling fs layer'), say('aaaaaaaaaaaa', 'Pull complete'));
    expect(book.sums()).toEqual({ doneBytes: 0, totalBytes: 0 });
    book.learn([{ digest: digestOf('aaaaaaaaaaaa'), sizeBytes: 32 }]);
    expect(book.sums()).toEqual({ doneBytes: 32, totalBytes: 32 });
  });

  test('another try keeps what is through and begins the rest anew', () => {
    const book = bookOf(
      say('a', 'Downloading', 10, 10),
      say('a', 'Pull complete'),
      say('b', 'Downloading', 5, 10),
      say('c', 'Already exists'),
    );
    book.restart();
    expect(book.rows().map(({ state, doneBytes }) => [state, doneBytes])).toEqual([
      ['done', 10],
      ['waiting', 0],
      ['exists', 0],
    ]);
    book.take(say('a', 'Already exists'));
    expect(book.sums()).toEqual({ doneBytes: 10, totalBytes: 20 });
  });
});

describe('a push', () => {
  test('counts the layer’s tar, which is longer than what the engine tells beforehand', () => {
    const book = bookOf(say('a', 'Preparing'), say('a', 'Pushing', 50, 100), say('a', 'Pushing', 104, 100));
    expect(book.sums()).toEqual({ doneBytes: 104, totalBytes: 104 });
    book.take(say('a', 'Pushed'));
    expect(book.rows()).toEqual([{ id: 'a', state: 'done', doneBytes: 104, totalBytes: 104, extractedBytes: 104 }]);
  });

  test('passes over layers that the registry has', () => {
    const book = bookOf(
      say('a', 'Layer already exists'),
      say('b', 'Mounted from team/other'),
      say('c', 'Pushing', 1, 2),
    );
    expect(book.rows().map(({ state }) => state)).toEqual(['exists', 'exists', 'uploading']);
    expect(book.sums()).toEqual({ doneBytes: 1, totalBytes: 2 });
  });
});

test('whatever an engine says, no number goes back and no layer has more than its total', () => {
  const message = fc.record({
    id: fc.constantFrom('a', 'b', 'c'),
    status: fc.constantFrom(
      'Pulling fs layer',
      'Waiting',
      'Downloading',
      'Verifying Checksum',
      'Download complete',
      'Extracting',
      'Pull complete',
      'Already exists',
      'Retrying in 1 second',
      'Pushing',
      'Pushed',
    ),
    progressDetail: fc.record({ current: fc.nat(200), total: fc.nat(200) }),
  });
  fc.assert(
    fc.property(fc.array(message, { maxLength: 40 }), (messages) => {
      const book = new LayerBook();
      const before = new Map<string, number>();
      for (const one of messages) {
        book.take(one);
        for (const { id, state, doneBytes, totalBytes, extractedBytes } of book.rows()) {
          const least = state === 'exists' ? 0 : (before.get(id) ?? 0);
          expect(doneBytes).toBeGreaterThanOrEqual(least);
          expect(doneBytes).toBeLessThanOrEqual(totalBytes ?? Infinity);
          expect(extractedBytes).toBeLessThanOrEqual(totalBytes ?? 0);
          before.set(id, doneBytes);
        }
      }
      book.finish();
      const { doneBytes, totalBytes } = book.sums();
      expect(doneBytes).toBe(totalBytes ?? 0);
    }),
  );
});
