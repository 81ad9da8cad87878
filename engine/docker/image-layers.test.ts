import { describe, expect, test } from 'vitest';
import { toChain, toLayerSizes } from './image-layers.ts';
import { toInstruction } from './images.ts';
import { type ImageFacts, selectUnused } from './unused-images.ts';

test('a chain id is the digest of all layers up to it', () => {
  // By `printf 'sha256:a sha256:b' | sha256sum`.
  const layers = ['sha256:a', 'sha256:b'];
  expect(toChain(layers)).toEqual([
    'sha256:a',
    'sha256:970a948bffa8de94d6e22d747ba8c95030e6e546909f98f54e99a13005e173a8',
  ]);
  expect(toChain([])).toEqual([]);
});

const step = (CreatedBy: string, Size: number) => ({ CreatedBy, Size });

describe('layers by the history', () => {
  test.each([
    ['every step made one', [step('COPY b', 0), step('COPY a', 5)], 2, [5, 0]],
    [
      'all steps with bytes',
      [step('ENV X=1', 0), step('COPY b', 7), step('WORKDIR /x', 0), step('COPY a', 5)],
      2,
      [5, 7],
    ],
    [
      'a folder alone is a layer too',
      [step('CMD ["sh"]', 0), step('WORKDIR /x', 0), step('/bin/sh -c #(nop)  ENV X=1', 0), step('COPY a', 5)],
      2,
      [5, 0],
    ],
    ['which empty step made one stays open', [step('RUN b', 0), step('RUN a', 0), step('COPY a', 5)], 2, null],
    ['there is no history', [], 1, null],
  ])('%s', (_what, steps, count, expected) => {
    expect(toLayerSizes(steps, count)).toEqual(expected);
  });
});

test.each([
  ['/bin/sh -c #(nop)  CMD ["nginx" "-g" "daemon off;"]', 'CMD ["nginx" "-g" "daemon off;"]'],
  ['/bin/sh -c #(nop) ADD file:abc in / ', 'ADD file:abc in /'],
  ['/bin/sh -c apt-get update && rm -rf /x', 'RUN apt-get update && rm -rf /x'],
  ['|2 A=1 B=two words /bin/sh -c make', 'RUN make'],
  ['RUN /bin/sh -c make # buildkit', 'RUN make'],
  ['RUN |1 A=1 /bin/sh -c make all # buildkit', 'RUN make all'],
  ['COPY a /b # buildkit', 'COPY a /b'],
  ['ENTRYPOINT ["/entry"]', 'ENTRYPOINT ["/entry"]'],
  ['', ''],
])('%s is %s', (createdBy, instruction) => {
  expect(toInstruction(createdBy)).toBe(instruction);
});

const image = (id: string, parentId: string, tags: string[] = [], digests: string[] = []): ImageFacts => ({
  id,
  parentId,
  tags,
  digests,
  sizeBytes: 0,
  sharedBytes: 0,
});

describe('what a clean-up takes', () => {
  const ids = (images: readonly ImageFacts[], used: string[], isAll: boolean) =>
    selectUnused(images, new Set(used), isAll).map(({ id }) => id);
  const family = [image('base', ''), image('middle', 'base'), image('top', 'middle', ['top:1']), image('alone', '')];

  test('of those without a tag, the ones that nothing is built on', () => {
    expect(ids(family, [], false)).toEqual(['alone']);
    expect(ids(family, ['alone'], false)).toEqual([]);
  });

  test('and then what only these were built on', () => {
    const untagged = family.map((one) => ({ ...one, tags: [] }));
    expect(ids(untagged, [], false)).toEqual(['top', 'middle', 'alone', 'base']);
    expect(ids(untagged, ['middle'], false)).toEqual(['top', 'alone']);
  });

  test('an image of which a digest is left goes, unless something is built on it', () => {
    expect(ids([image('pulled', '', [], ['a@sha256:1'])], [], false)).toEqual(['pulled']);
    const built = [image('pulled', '', [], ['a@sha256:1']), image('child', 'pulled')];
    expect(ids(built, [], false)).toEqual(['child']);
  });

  test('of all, everything that no container needs', () => {
    expect(ids(family, [], true)).toEqual(['top', 'middle', 'alone', 'base']);
    expect(ids(family, ['top'], true)).toEqual(['alone']);
    expect(ids(family, ['base'], true)).toEqual(['top', 'middle', 'alone']);
  });
});
