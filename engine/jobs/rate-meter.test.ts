import { expect, test } from 'vitest';
import { RateMeter } from './rate-meter.ts';

test('tells the rate of the last seconds', () => {
  const meter = new RateMeter();
  for (let atMs = 0; atMs <= 20_000; atMs += 100) meter.add(atMs, atMs < 10_000 ? 0 : (atMs - 10_000) * 7);
  expect(meter.perSecond(20_000)).toBeCloseTo(7_000, -1);
});

test('says nothing before it can tell, and when nothing moves', () => {
  const meter = new RateMeter();
  expect(meter.perSecond(0)).toBeNull();
  meter.add(0, 0);
  expect(meter.perSecond(100)).toBeNull();
  meter.add(100, 1000);
  expect(meter.perSecond(200)).toBeNull();
  meter.add(1_000, 10_000);
  expect(meter.perSecond(1_000)).toBe(10_000);
  expect(meter.perSecond(2_000)).toBe(5_000);
  expect(meter.perSecond(4_100)).toBeNull();
});

test('begins anew with another count', () => {
  const meter = new RateMeter();
  meter.add(0, 0);
  meter.add(1_000, 50_000);
  meter.add(2_000, 10);
  expect(meter.perSecond(2_000)).toBeNull();
  meter.add(3_000, 1_010);
  expect(meter.perSecond(3_000)).toBe(1_000);
  meter.restart();
  expect(meter.perSecond(3_000)).toBeNull();
});
