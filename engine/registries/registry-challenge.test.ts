import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseChallenges } from './registry-challenge.ts';

const read = (header: string) =>
  parseChallenges(header).map(({ scheme, params }) => [scheme, Object.fromEntries(params)]);

test.each([
  ['Basic realm="Berth tests"', [['basic', { realm: 'Berth tests' }]]],
  [
    'Bearer realm="https://auth.docker.io/token",service="registry.docker.io",scope="repository:library/nginx:pull,push"',
    [
      [
        'bearer',
        {
          realm: 'https://auth.docker.io/token',
          service: 'registry.docker.io',
          scope: 'repository:library/nginx:pull,push',
        },
      ],
    ],
  ],
  // Blanks around '=', no quotes, names in any letters.
  ['BEARER Realm = "https://a" , SERVICE=b', [['bearer', { realm: 'https://a', service: 'b' }]]],
  // Two headers put together, and a scheme without parameters.
  [
    'Negotiate, Basic realm="x", Bearer realm="y"',
    [
      ['negotiate', {}],
      ['basic', { realm: 'x' }],
      ['bearer', { realm: 'y' }],
    ],
  ],
  [
    'NTLM TlRMTVNTUAAC==, Basic realm="x"',
    [
      ['ntlm', {}],
      ['basic', { realm: 'x' }],
    ],
  ],
  [String.raw`Basic realm="a \"b\" \\ c"`, [['basic', { realm: String.raw`a "b" \ c` }]]],
  // The first of two counts.
  ['Bearer realm="https://a",realm="https://evil"', [['bearer', { realm: 'https://a' }]]],
  ['Bearer ,, realm="x",,', [['bearer', { realm: 'x' }]]],
  ['Bearer realm="not closed', [['bearer', {}]]],
  ['', []],
  [',,,', []],
  ['"quoted" first', []],
])('%s', (header, expected) => {
  expect(read(header)).toEqual(expected);
});

test('nothing that a server can say hangs or throws', () => {
  const piece = fc.constantFrom('Basic', 'Bearer', ' ', ',', '=', '"', '\\', 'realm', 'a', 'é', '\0', '\t');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(piece, { maxLength: 300 }).map((parts) => parts.join('')),
      ),
      (header) => {
        for (const { scheme } of parseChallenges(header)) expect(scheme).toBe(scheme.toLowerCase());
      },
    ),
    { numRuns: 2000 },
  );
  expect(parseChallenges(`Basic realm="${'a'.repeat(20_000)}"`)).toEqual([]);
  expect(read('Basic ,'.repeat(2000))).toHaveLength(2000);
});

test('any realm comes back as it was written', () => {
  fc.assert(
    fc.property(fc.string(), (realm) => {
      const header = `Bearer realm="${realm.replaceAll(/["\\]/g, String.raw`\$&`)}",service="x"`;
      expect(read(header)).toEqual([['bearer', { realm, service: 'x' }]]);
    }),
  );
});
