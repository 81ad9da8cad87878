import { describe, expect, test } from 'vitest';
import type { Image } from '../../../engine/contract/images.ts';
import { makeContainer } from '../../objects/test/containers.ts';
import { countUsers, foldKeyOf, type ImageListOptions, listImages, mergeTargets } from './image-rows.ts';

const image = (n: number, tags: string[], given: Partial<Image> = {}): Image => ({
  id: `sha256:${String(n).repeat(64)}`,
  tags,
  digests: [],
  createdAtMs: n,
  sizeBytes: n * 100,
  sharedBytes: null,
  ...given,
});
const nginx = image(1, ['nginx:1.28', 'nginx:latest']);
const bare = image(2, []);
const redis = image(3, ['redis:7']);
const images = [nginx, bare, redis];
const users = countUsers([makeContainer({ imageId: nginx.id }), makeContainer({ imageId: nginx.id })]);
const plain: ImageListOptions = { segment: 'all', filter: '', column: 'created', isDown: true, folded: new Set() };
const namesOf = (options: Partial<ImageListOptions>) =>
  listImages(images, users, { ...plain, ...options }).items.map(({ name }) => name);

describe('the list of images', () => {
  test('each tag is a row, newest first; an image without one goes by its id', () => {
    expect(namesOf({})).toEqual(['redis:7', '222222222222', 'nginx:1.28', 'nginx:latest']);
  });

  test('counts names in use and not in use, and narrows by them', () => {
    expect(listImages(images, users, plain).counts).toEqual({ all: 4, used: 2, unused: 2, untagged: 1 });
    expect(namesOf({ segment: 'used' })).toEqual(['nginx:1.28', 'nginx:latest']);
    expect(namesOf({ segment: 'unused', filter: 'RED' })).toEqual(['redis:7']);
    expect(namesOf({ segment: 'untagged' })).toEqual(['222222222222']);
    expect(namesOf({ filter: '2222' })).toEqual(['222222222222']);
  });

  test('sorts by every column; without a tag comes last by name', () => {
    expect(namesOf({ column: 'image', isDown: false })).toEqual([
      'nginx:1.28',
      'nginx:latest',
      'redis:7',
      '222222222222',
    ]);
    expect(namesOf({ column: 'size', isDown: false })[0]).toBe('nginx:1.28');
    expect(namesOf({ column: 'used', isDown: true }).slice(0, 2)).toEqual(['nginx:1.28', 'nginx:latest']);
  });

  test('several tags of a repository stand under its name, where the first of them would, unless it is folded', () => {
    const rowsOf = (options: Partial<ImageListOptions>) =>
      listImages(images, users, { ...plain, ...options }).rows.map((row) =>
        row.kind === 'group' ? `${row.label} (${row.count})` : `${'  '.repeat(row.level - 1)}${row.name}`,
      );
    expect(rowsOf({})).toEqual(['redis:7', '222222222222', 'nginx (2)', '  nginx:1.28', '  nginx:latest']);
    expect(rowsOf({ folded: new Set([foldKeyOf('nginx')]) })).toEqual(['redis:7', '222222222222', 'nginx (2)']);
    expect(rowsOf({ filter: 'latest' })).toEqual(['nginx:latest']);
    const first = listImages(images, users, plain).rows;
    expect(listImages(images, users, plain).rows.every((row, index) => row === first[index])).toBe(true);
  });

  test('rows keep their identity until something about them changes', () => {
    const [first] = listImages(images, users, plain).rows;
    expect(listImages(images, users, plain).rows[0]).toBe(first);
    const more = countUsers([makeContainer({ imageId: redis.id })]);
    expect(listImages(images, more, plain).rows[0]).not.toBe(first);
  });

  test('several names of one image are one target', () => {
    const { items } = listImages(images, users, plain);
    expect(mergeTargets(items).map(({ tags }) => tags)).toEqual([['redis:7'], [], ['nginx:1.28', 'nginx:latest']]);
    expect(mergeTargets(items).map(({ otherNames }) => otherNames)).toEqual([0, 0, 0]);
  });

  test('a target knows how many of its names stay', () => {
    const { items } = listImages(images, users, plain);
    const [oneOfTwo] = mergeTargets(items.filter(({ name }) => name === 'nginx:latest'));
    expect(oneOfTwo).toMatchObject({ tags: ['nginx:latest'], otherNames: 1 });
  });
});
