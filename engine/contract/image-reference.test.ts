import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  familiarName,
  familiarReference,
  parseImageReference,
  registryOf,
  whyNotReference,
  withDefaultTag,
} from './image-reference.ts';
import { readReference, referenceText, spoiltReference } from '../test/reference-grammar.ts';

const digest = `sha256:${'0a'.repeat(32)}`;

describe('a reference', () => {
  test.each([
    ['nginx', 'docker.io', 'library/nginx', '', ''],
    ['nginx:1.28', 'docker.io', 'library/nginx', '1.28', ''],
    ['acme/api', 'docker.io', 'acme/api', '', ''],
    ['index.docker.io/acme/api:2', 'docker.io', 'acme/api', '2', ''],
    ['docker.io/nginx', 'docker.io', 'library/nginx', '', ''],
    ['localhost/api', 'localhost', 'api', '', ''],
    ['localhost:5000/acme/api:2', 'localhost:5000', 'acme/api', '2', ''],
    ['[2001:db8::1]:5000/api', '[2001:db8::1]:5000', 'api', '', ''],
    ['Acme/api', 'Acme', 'api', '', ''],
    [`nginx@${digest}`, 'docker.io', 'library/nginx', '', digest],
    [`ghcr.io/a/b/c:1@${digest}`, 'ghcr.io', 'a/b/c', '1', digest],
    [`${'a'.repeat(255)}/${'b'.repeat(300)}`, null, '', '', ''],
    [`ghcr.io/${'a'.repeat(255)}`, 'ghcr.io', 'a'.repeat(255), '', ''],
    [`ghcr.io/${'a'.repeat(256)}`, null, '', '', ''],
    [`nginx:${'1'.repeat(128)}`, 'docker.io', 'library/nginx', '1'.repeat(128), ''],
    [`nginx:${'1'.repeat(129)}`, null, '', '', ''],
    ['a_b.c/x', null, '', '', ''],
    ['0a'.repeat(32), null, '', '', ''],
  ])('%s', (text, domain, path, tag, foundDigest) => {
    const expected = domain === null ? null : { domain, path, tag, digest: foundDigest };
    expect(parseImageReference(text)).toEqual(expected);
    expect(registryOf(text)).toBe(domain ?? '');
  });

  test('gets a tag where it names nothing closer', () => {
    const name = (text: string) => {
      const reference = parseImageReference(text);
      return reference === null ? null : familiarReference(withDefaultTag(reference));
    };
    expect(name('docker.io/library/nginx')).toBe('nginx:latest');
    expect(name('nginx:1')).toBe('nginx:1');
    expect(name(`nginx@${digest}`)).toBe(`nginx@${digest}`);
  });
});

test.each([
  ['', 'empty'],
  ['  ', 'empty'],
  ['my app', 'space'],
  [' nginx', 'space'],
  ['https://ghcr.io/acme/api', 'scheme'],
  ['docker://nginx', 'scheme'],
  ['MyApp', 'upper-case'],
  ['acme/Api:1', 'upper-case'],
  ['nginx:', 'tag'],
  ['nginx:-1', 'tag'],
  [`nginx:${'1'.repeat(129)}`, 'tag'],
  ['nginx@', 'digest'],
  ['nginx@sha256:12', 'digest'],
  [`nginx@${digest.toUpperCase()}`, 'digest'],
  ['a'.repeat(300), 'too-long'],
  ['acme//api', 'other'],
  ['-nginx', 'other'],
  ['ghcr.io/', 'other'],
  ['0a'.repeat(32), 'other'],
  ['nginx', null],
] as const)('why %j is none', (text, fault) => {
  expect(whyNotReference(text)).toBe(fault);
});

const runs = { numRuns: 5_000 };

/** What both ends agree on; a name without a host that its registry could have is one that Berth refuses. */
function expectGrammar(text: string): void {
  const found = readReference(text);
  expect(parseImageReference(text)).toEqual(found?.domain === '' ? null : found);
}

describe('agrees with the grammar', () => {
  test('on names made by it', () => {
    let accepted = 0;
    fc.assert(
      fc.property(referenceText, (text) => {
        expectGrammar(text);
        if (parseImageReference(text) !== null) accepted += 1;
      }),
      runs,
    );
    expect(accepted).toBeGreaterThan(runs.numRuns / 2);
  });

  test('on names that were spoilt', () => {
    let refused = 0;
    fc.assert(
      fc.property(spoiltReference, (text) => {
        expectGrammar(text);
        if (parseImageReference(text) === null) refused += 1;
        expect(whyNotReference(text) === null).toBe(parseImageReference(text) !== null);
      }),
      runs,
    );
    expect(refused).toBeGreaterThan(runs.numRuns / 10);
  });

  test('on any text', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), expectGrammar), runs);
  });
});

test('what docker shows reads as the same again, but for names that hide their registry', () => {
  fc.assert(
    fc.property(referenceText, (text) => {
      const reference = parseImageReference(text);
      if (reference === null) return;
      // `docker.io/localhost/x` is shown as `localhost/x` by docker too, which is another registry's.
      fc.pre(registryOf(`${familiarName(reference)}:1`) === reference.domain);
      // And a name of 64 hexadecimal digits reads as an id.
      fc.pre(!/^[0-9a-f]{64}$/.test(familiarReference(reference)));
      expect(parseImageReference(familiarReference(reference))).toEqual(reference);
    }),
    runs,
  );
});

describe('names as people write them', () => {
  const names = readFileSync(new URL('real-references.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n');

  test('are more than 500, all different', () => {
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(500);
  });

  test.each(names)('%s', (name) => {
    const reference = parseImageReference(name);
    expect(reference).toEqual(readReference(name));
    if (reference === null) throw new Error(`${name} is refused`);
    expect(familiarReference(reference)).toBe(name.replace(/^(index\.)?docker\.io\//, '').replace(/^library\//, ''));
    expect(parseImageReference(familiarReference(reference))).toEqual(reference);
    expect(whyNotReference(name)).toBeNull();
  });
});

test('a long text that nearly fits is read, too', () => {
  const hostile = ['a-'.repeat(200_000), `${'a.'.repeat(200_000)}/x`, `x:${'_'.repeat(400_000)}`, '_'.repeat(400_000)];
  // An expression that tries every way to split these would outlast the test.
  for (const text of hostile) expect(parseImageReference(text)).toBeNull();
});
