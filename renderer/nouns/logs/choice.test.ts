import { describe, expect, test } from 'vitest';
import type { Container } from '../../../engine/contract/containers.ts';
import { logsPlace, parseLogsChoice } from '../../verbs/places.ts';
import { chosenContainers, groupContainers, toggleContainer, toggleGroup } from './choice.ts';

const container = (name: string, project: string | null) =>
  ({ id: name, name, project, service: null, image: 'acme/x' }) as Container;
const rows = new Map(
  [
    container('shop-web-10', 'shop'),
    container('shop-web-2', 'shop'),
    container('mailpit', null),
    container('api', 'blog'),
  ].map((one) => [one.id, one]),
);
const none = { projects: [], names: [] };

describe('whose logs are read together', () => {
  test('stands in the address, and comes back from it', () => {
    for (const choice of [none, { projects: ['shop'], names: ['mailpit', 'a.b_c-1'] }]) {
      const place = logsPlace(choice);
      expect(parseLogsChoice(place.split('/')[2] ?? '')).toEqual(choice);
    }
    expect(parseLogsChoice('@,%E0%A4%A,x,x')).toEqual({ projects: [], names: ['x'] });
  });

  test('groups come in natural order, those of no project last', () => {
    const names = (filter: string) =>
      groupContainers(rows, filter).map((group) => [group.project, group.containers.map(({ name }) => name)]);
    expect(names('')).toEqual([
      ['blog', ['api']],
      ['shop', ['shop-web-2', 'shop-web-10']],
      [null, ['mailpit']],
    ]);
    expect(names('SHOP 10')).toEqual([['shop', ['shop-web-10']]]);
  });

  test('a project is chosen as a whole, and by its containers when one goes', () => {
    const [, shop] = groupContainers(rows, '');
    if (shop === undefined) throw new Error('no group');
    const whole = toggleGroup({ ...none, names: ['shop-web-2', 'mailpit'] }, shop, true);
    expect(whole).toEqual({ projects: ['shop'], names: ['mailpit'] });
    expect(chosenContainers(rows, whole).map(({ name }) => name)).toEqual(['shop-web-2', 'shop-web-10', 'mailpit']);
    const parted = toggleContainer(whole, shop, container('shop-web-2', 'shop'));
    expect(parted).toEqual({ projects: [], names: ['mailpit', 'shop-web-10'] });
    expect(toggleGroup(parted, shop, false)).toEqual({ projects: [], names: ['mailpit'] });
  });
});
