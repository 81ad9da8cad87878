import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Container } from '../../../engine/contract/containers.ts';
import { anyContainer, makeContainer } from '../../objects/test/containers.ts';
import { type Arrangement, arrange, type ArrangeOptions } from './arrange.ts';
import { rearrange } from './rearrange.ts';
import { sortColumns } from './sort.ts';

const plain: ArrangeOptions = {
  segment: 'all',
  filter: '',
  sort: { column: 'name', down: false },
  nowMs: 10,
  hold: false,
  isGrouped: true,
};

const toMap = (containers: readonly Container[]): Map<string, Container> =>
  new Map(containers.map((container) => [container.id, container]));
const idsOf = ({ groups }: Arrangement): string[] => groups.flatMap(({ rows }) => rows.map(({ id }) => id));
const namesOf = ({ groups }: Arrangement): string[] => groups.flatMap(({ rows }) => rows.map((row) => row.shownName));
const idAt = (n: number): string => n.toString(16).padStart(64, '0');

const anyMap = fc.array(anyContainer, { maxLength: 40 }).map(toMap);
const anySort = fc.record({
  column: fc.constantFrom(...sortColumns),
  down: fc.boolean(),
});
const anyOptions = fc
  .record({
    sort: anySort,
    segment: fc.constantFrom('all', 'running', 'stopped', 'attention'),
    filter: fc.constantFrom('', 'web', 'nginx 1'),
    isGrouped: fc.boolean(),
  })
  .map((given): ArrangeOptions => ({ ...plain, ...given }));
/** A later state of the same list: some rows changed, some gone, some new. */
const anyTwoMaps = fc
  .tuple(anyMap, fc.array(anyContainer, { maxLength: 10 }), fc.nat(5))
  .map(([map, changed, gone]) => {
    const next = new Map(map);
    for (const id of [...map.keys()].slice(0, gone)) next.delete(id);
    for (const [index, container] of changed.entries()) {
      const id = index % 2 === 0 ? [...map.keys()][index] : undefined;
      next.set(id ?? container.id, { ...container, id: id ?? container.id });
    }
    return [map, next] as const;
  });

describe('arranging containers', () => {
  test('every container is there exactly once, in the group of its project, those of none last', () => {
    fc.assert(
      fc.property(anyMap, anySort, (map, sort) => {
        const { groups, counts, shown } = arrange(map, { ...plain, sort });
        const ids = groups.flatMap(({ rows }) => rows.map(({ id }) => id));
        expect(ids.toSorted()).toEqual([...map.keys()].toSorted());
        expect(shown).toBe(map.size);
        expect(counts.all).toBe(map.size);
        for (const { project, rows, tally } of groups) {
          expect(rows.every(({ container }) => container.project === project)).toBe(true);
          expect(tally.reduce((sum, { count }) => sum + count, 0)).toBe(rows.length);
        }
        expect(groups.slice(0, -1).every(({ project }) => project !== null)).toBe(true);
      }),
    );
  });

  test('what was shown before does not change what is shown now', () => {
    fc.assert(
      fc.property(anyTwoMaps, anyOptions, fc.constantFrom(10, 86_400_008), ([before, after], options, laterMs) => {
        const later = { ...options, nowMs: laterMs };
        const afresh = arrange(after, later);
        const onward = rearrange(arrange(before, options), after, later);
        expect(idsOf(onward)).toEqual(idsOf(afresh));
        expect(onward.groups.map(({ key, tally }) => [key, tally])).toEqual(
          afresh.groups.map(({ key, tally }) => [key, tally]),
        );
        expect(onward.counts).toEqual(afresh.counts);
        expect(onward.shown).toBe(afresh.shown);
      }),
    );
  });

  test('a held order moves no row, and says how many wait', () => {
    fc.assert(
      fc.property(anyTwoMaps, anySort, ([before, after], sort) => {
        const options = { ...plain, sort };
        const first = arrange(before, options);
        const held = rearrange(first, after, { ...options, hold: true });
        expect(idsOf(held).toSorted()).toEqual([...after.keys()].toSorted());
        for (const group of held.groups) {
          const earlier = first.groups.find(({ key }) => key === group.key)?.rows.map(({ id }) => id) ?? [];
          const still = group.rows.map(({ id }) => id).filter((id) => earlier.includes(id));
          expect(still).toEqual(earlier.filter((id) => still.includes(id)));
        }
        const released = rearrange(held, after, options);
        expect(released.waiting).toBe(0);
        expect(held.waiting === 0).toBe(idsOf(held).join() === idsOf(released).join());
      }),
    );
  });

  test('groups without a change keep their identity', () => {
    const map = toMap([
      makeContainer({ id: idAt(1), project: 'a', service: 'x' }),
      makeContainer({ id: idAt(2), project: 'b', service: 'x' }),
    ]);
    const before = arrange(map, plain);
    const next = new Map(map).set(idAt(2), makeContainer({ id: idAt(2), project: 'b', service: 'x', state: 'paused' }));
    const after = rearrange(before, next, plain);
    expect(after.groups[0]).toBe(before.groups[0]);
    expect(after.groups[1]).not.toBe(before.groups[1]);
  });

  test('segments and words of the filter narrow the list; counts stay those of all', () => {
    const map = toMap([
      makeContainer({ id: idAt(1), name: 'redis', image: 'redis:7.4' }),
      makeContainer({ id: idAt(2), name: 'web', state: 'exited', exitCode: 0 }),
      makeContainer({ id: idAt(3), name: 'api', health: 'unhealthy' }),
    ]);
    const stopped = arrange(map, { ...plain, segment: 'stopped' });
    expect(namesOf(stopped)).toEqual(['web']);
    expect(stopped.counts).toEqual({ all: 3, running: 2, stopped: 1, attention: 1 });
    expect(namesOf(arrange(map, { ...plain, filter: 'RED 7.4' }))).toEqual(['redis']);
    expect(namesOf(arrange(map, { ...plain, segment: 'attention' }))).toEqual(['api']);
  });

  test('without groups all stand in one, by their own names', () => {
    const map = toMap([
      makeContainer({ id: idAt(1), name: 'b-web-1', project: 'b', service: 'web' }),
      makeContainer({ id: idAt(2), name: 'a-web-1', project: 'a', service: 'web' }),
    ]);
    const { groups } = rearrange(arrange(map, plain), map, { ...plain, isGrouped: false });
    expect(groups.map(({ project, rows }) => [project, rows.map(({ container }) => container.name)])).toEqual([
      [null, ['a-web-1', 'b-web-1']],
    ]);
  });
});
