import { describe, expect, test } from 'vitest';
import { OutputPlace } from './output-place.ts';

const output = (length: number, skippedBytes = 0) => ({ skippedBytes, bytes: new Uint8Array(length) });
const size = (columns: number) => ({ columns, rows: 10 });

describe('where a view is in its output', () => {
  test('is by what was drawn, and passes what was left out when all before it is', () => {
    const place = new OutputPlace({ offset: 100, shown: 100, resizes: [] });
    place.receive(output(10));
    place.receive(output(5, 1000));
    expect(place.draw(0)).toBe(0);
    expect({ drawn: place.drawn, waiting: place.waitingBytes }).toEqual({ drawn: 100, waiting: 15 });
    expect(place.draw(6)).toBe(0);
    expect(place.draw(4)).toBe(1000);
    expect({ drawn: place.drawn, waiting: place.waitingBytes }).toEqual({ drawn: 1110, waiting: 5 });
    expect(place.draw(5)).toBe(0);
    expect(place.drawn).toBe(1115);
  });

  test('passes what was left out at once where nothing waits', () => {
    const place = new OutputPlace({ offset: 0, shown: 0, resizes: [] });
    place.receive(output(5, 7));
    expect(place.draw(0)).toBe(7);
  });

  test('is cut at other sizes and at the end of what was shown before', () => {
    const place = new OutputPlace({ offset: 10, shown: 16, resizes: [{ offset: 13, size: size(90) }] });
    expect(place.receive(output(10)).map(({ length }) => length)).toEqual([3, 3, 4]);
    expect(place.takeSize()).toBeUndefined();
    place.draw(3);
    expect(place.takeSize()).toEqual(size(90));
    expect(place.takeSize()).toBeUndefined();
    expect(place.isReplaying).toBe(true);
    place.draw(3);
    expect(place.isReplaying).toBe(false);
  });

  test('takes on the last size that it had in what was left out', () => {
    const resizes = [50, 60, 2000].map((offset) => ({ offset, size: size(offset) }));
    const place = new OutputPlace({ offset: 0, shown: 3000, resizes });
    expect(place.receive(output(100, 1000)).map(({ length }) => length)).toEqual([100]);
    place.draw(0);
    expect(place.takeSize()).toEqual(size(60));
  });
});
