import { describe, expect, test } from 'vitest';
import type { Container } from '../../../engine/contract/containers.ts';
import type { Image } from '../../../engine/contract/images.ts';
import type { Registry } from '../../../engine/contract/registries.ts';
import { createI18n } from '../../i18n/create-i18n.ts';
import { makeContainer } from '../../objects/test/containers.ts';
import { appVerbs } from '../../verbs/app-verbs.ts';
import { containerVerbs } from '../../verbs/container-verbs.ts';
import { imageVerbs } from '../../verbs/image-verbs.ts';
import { registryVerbs } from '../../verbs/registry-verbs.ts';
import { palettePlaces } from './palette-places.ts';
import { createPaletteObjects, type PaletteObject } from './palette-objects.ts';
import { foundNouns, type Hit, type HitGroup, search } from './search.ts';

const { t } = createI18n('en');
const hex = (at: number) => at.toString(16).padStart(64, '0');

const containers = [
  makeContainer({ id: hex(1), name: 'storefront-redis-1', project: 'storefront', service: 'redis' }),
  makeContainer({ id: hex(2), name: 'storefront-web-1', project: 'storefront', service: 'web' }),
  makeContainer({ id: hex(3), name: 'redis-backup', state: 'exited', exitCode: 0 }),
  makeContainer({
    id: hex(4),
    name: 'adminer',
    ports: [{ hostIp: '0.0.0.0', hostPort: 8081, containerPort: 8080, protocol: 'tcp' }],
  }),
];
const images: Image[] = [
  {
    id: `sha256:${hex(9)}`,
    tags: ['redis:7.4-alpine'],
    digests: [],
    createdAtMs: 0,
    sizeBytes: 41_400_000,
    sharedBytes: null,
  },
  { id: `sha256:${hex(10)}`, tags: [], digests: [], createdAtMs: 0, sizeBytes: 5, sharedBytes: null },
];

const registries: Registry[] = [
  { id: 'docker.io', account: null, state: 'signed-out' as const },
  { id: 'ghcr.io', account: 'mira', state: 'signed-in' as const },
].map((known) => ({
  ...known,
  secretIn: null,
  problem: null,
  checkedAtMs: null,
  expiresAtMs: null,
  limit: null,
  trust: { hasCertificate: false, isInsecure: false },
  isLocal: false,
}));

function objectsOf(someContainers: readonly Container[], someImages: readonly Image[]): readonly PaletteObject[] {
  const byId = (rows: readonly { readonly id: string }[]) => new Map(rows.map((row) => [row.id, row]));
  const rowsOf: Readonly<Record<string, readonly { readonly id: string }[]>> = {
    containers: someContainers,
    images: someImages,
    registries,
  };
  return createPaletteObjects(t)(foundNouns.map((noun) => ({ noun, rows: byId(rowsOf[noun.id] ?? []) })));
}

const objects = objectsOf(containers, images);

function find(query: string, more: { scope?: PaletteObject; recentIds?: string[] } = {}) {
  return search({ query, objects, recentIds: more.recentIds ?? [], scope: more.scope ?? null, t });
}

function titleOf(hit: Hit): string {
  switch (hit.kind) {
    case 'object':
      return hit.object.words.name;
    case 'object-verb':
      return hit.verb.title(t, [hit.object.target]);
    case 'app-verb':
      return hit.verb.title(t, []);
    case 'place':
      return t(hit.place.title);
    default:
      return hit satisfies never;
  }
}

const titles = (groups: readonly HitGroup[]) =>
  Object.fromEntries(groups.map(({ id, hits }) => [id, hits.map(titleOf)]));

describe('without a query', () => {
  test('what was used last comes first, and where one can go', () => {
    const found = titles(find('', { recentIds: [hex(4), hex(99)] }));
    expect(found['recent']).toEqual(['adminer']);
    expect(found['verbs']).toEqual(appVerbs.map((verb) => verb.title(t, [])));
    expect(found['containers']).toEqual(['redis', 'web', 'redis-backup']);
    expect(found['places']).toEqual(palettePlaces.map(({ title }) => t(title)));
  });
});

describe('with a query', () => {
  test('objects of each kind, and what can be done with the best', () => {
    const found = titles(find('red'));
    expect(found['containers']).toEqual(['redis', 'redis-backup']);
    expect(found['images']).toEqual(['redis:7.4-alpine']);
    expect(found['verbs']).toEqual([
      'Stop storefront-redis-1',
      'Restart storefront-redis-1',
      'Show logs of storefront-redis-1',
      'Open a terminal in storefront-redis-1',
      'Inspect storefront-redis-1',
      'Attach to the main process of storefront-redis-1',
      'Open a debug shell beside storefront-redis-1',
      'Remove storefront-redis-1…',
      'Start redis-backup',
      'Restart redis-backup',
      'Show logs of redis-backup',
      'Inspect redis-backup',
      'Remove redis-backup…',
    ]);
  });

  test('a verb and an object, in any order, by Berth’s word or docker’s', () => {
    for (const query of ['restart red', 'red restart', 'RESTART redis']) {
      expect(titles(find(query))['verbs']?.[0]).toBe('Restart storefront-redis-1');
      expect(find(query)[0]?.id).toBe('verbs');
    }
    expect(titles(find('rm adminer'))['verbs']).toEqual(['Remove adminer…']);
    expect(titles(find('port adminer'))['verbs']).toEqual(['Open adminer in the browser (port 8081)']);
  });

  test('a verb alone offers the objects it applies to, last used first', () => {
    expect(titles(find('start'))['verbs']).toContain('Start redis-backup');
    expect(titles(find('start'))['verbs']).not.toContain('Start redis');
    expect(titles(find('stop', { recentIds: [hex(4)] }))['verbs']?.[0]).toBe('Stop adminer');
  });

  test('the project finds its containers, and more words narrow', () => {
    expect(titles(find('storefront'))['containers']).toEqual(['redis', 'web']);
    expect(titles(find('store web'))['containers']).toEqual(['web']);
    expect(titles(find('storefront-web-1'))['containers']).toEqual(['web']);
  });

  test('screens, and nothing', () => {
    expect(titles(find('sett'))['places']).toEqual(['Settings']);
    expect(find('qqqqqq')).toEqual([]);
  });

  test('after ">" only actions', () => {
    expect(find('> red').map(({ id }) => id)).toEqual(['verbs']);
    expect(find('>').map(({ id }) => id)).toEqual(['verbs']);
  });

  test('an image without a name goes by its id', () => {
    expect(titles(find('000000000000'))['images']).toContain('000000000000');
  });
});

describe('in the scope of an object', () => {
  test('every verb that applies is there, on every object', () => {
    for (const object of objects) {
      const found = find('', { scope: object }).flatMap(({ hits }) => hits);
      const possible =
        object.noun.id === 'containers'
          ? containerVerbs.filter((verb) => verb.applies([object.target]) === true)
          : object.noun.id === 'registries'
            ? registryVerbs.filter((verb) => verb.applies([object.target]) === true)
            : imageVerbs.filter((verb) => verb.applies([object.target]) === true);
      expect(found.map((hit) => 'verb' in hit && hit.verb.id)).toEqual(possible.map(({ id }) => id));
    }
  });

  test('words find among them', () => {
    const [redis] = objects;
    expect(titles(find('log', redis && { scope: redis }))['actions']).toEqual(['Show logs of storefront-redis-1']);
  });
});

test('of 5,000 containers and 5,000 images at most 50 options are drawn', () => {
  const many = Array.from({ length: 5000 }, (_unused, at) =>
    makeContainer({
      id: hex(at + 1),
      name: `project-${at % 700}-service-${at % 13}-${at}`,
      project: `project-${at % 700}`,
      service: `service-${at % 13}`,
      state: at % 3 === 0 ? 'exited' : 'running',
    }),
  );
  const manyImages = Array.from({ length: 5000 }, (_unused, at) => ({
    id: `sha256:${hex(at)}`,
    tags: [`registry.acme.dev/team-${at % 40}/image-${at}:1.${at % 90}`],
    digests: [],
    createdAtMs: 0,
    sizeBytes: at,
    sharedBytes: null,
  }));
  const crowd = objectsOf(many, manyImages);
  const queries = [
    'p',
    'pr',
    'service-1',
    'stop project-7',
    'restart',
    'img499',
    'zzz',
    'remove image-4999',
    'team 12 3',
  ];
  const drawn = queries.map((query) => {
    const found = search({ query, objects: crowd, recentIds: [hex(7)], scope: null, t });
    return found.flatMap(({ hits }) => hits).length;
  });
  expect(Math.max(...drawn)).toSatisfy((most: number) => most > 20 && most <= 50);
});

describe('registries', () => {
  test('are found by name, address and account', () => {
    for (const query of ['github', 'ghcr', 'mira']) {
      const group = find(query).find(({ id }) => id === 'registries');
      expect(group?.hits.map(titleOf)).toEqual(['GitHub Packages']);
    }
  });

  test('have the verbs that apply: signing out where somebody is signed in, signing in elsewhere', () => {
    const verbs = (query: string) => find(query).find(({ id }) => id === 'verbs')?.hits ?? [];
    const idsOf = (query: string) =>
      verbs(query).flatMap((hit) => (hit.kind === 'object-verb' ? [`${hit.verb.id} ${hit.object.id}`] : []));
    expect(idsOf('sign out')).toContain('registry.sign-out ghcr.io');
    expect(idsOf('sign out')).not.toContain('registry.sign-out docker.io');
    expect(idsOf('sign in docker hub')).toEqual(['registry.sign-in-to docker.io']);
  });
});
