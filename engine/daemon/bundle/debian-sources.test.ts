import fc from 'fast-check';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { findDebianMirror, parseDeb822Sources, parseListSources, readAptSources } from './debian-sources.ts';

const keyring = '/usr/share/keyrings/debian-archive-keyring.gpg';

const deb822 = (fields: Record<string, string>): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name}: ${value}`)
    .join('\n');

const debian = deb822({
  Types: 'deb',
  URIs: 'http://mirror.example/debian',
  Suites: 'bookworm bookworm-updates',
  Components: 'main',
  'Signed-By': keyring,
});
const security = deb822({
  Types: 'deb',
  URIs: 'http://mirror.example/debian-security',
  Suites: 'bookworm-security',
  Components: 'main',
  'Signed-By': keyring,
});
const vendor = deb822({
  Types: 'deb',
  URIs: 'https://deb.vendor.example/debian',
  Suites: 'bookworm',
  Components: 'main',
  'Signed-By': '/usr/share/keyrings/vendor.gpg',
});

const mirrorOf = (text: string): unknown => findDebianMirror(parseDeb822Sources('x.sources', text), 'bookworm');
const mirrorOfList = (text: string): unknown => findDebianMirror(parseListSources('x.list', text), 'bookworm');

describe('the mirror is taken', () => {
  const both = { archiveUri: 'http://mirror.example/debian', securityUri: 'http://mirror.example/debian-security' };

  test('from the stanzas that the archive signs', () => {
    expect(mirrorOf(`${debian}\n\n${security}\n`)).toEqual(both);
  });

  test('not from a vendor that comes first', () => {
    expect(mirrorOf(`${vendor}\n\n${debian}\n\n${security}`)).toEqual(both);
    expect(mirrorOf(vendor)).toBeNull();
  });

  test.each(['no', 'No', 'false', 'off', '0'])('not from a stanza with Enabled: %s', (word) => {
    expect(mirrorOf(`Enabled: ${word}\n${debian}`)).toBeNull();
  });

  test('with the values on several lines, comments between, and no empty line at the end', () => {
    const text = `Types: deb deb-src\n# a comment\nURIs: cdrom:[Debian]/\n  https://mirror.example/debian\nSuites:\n bookworm\nComponents: contrib main\nSigned-By: ${keyring}`;
    expect(mirrorOf(text)).toEqual({ archiveUri: 'https://mirror.example/debian', securityUri: null });
  });

  test('not from sources, which have no programs', () => {
    expect(mirrorOf(debian.replace('Types: deb', 'Types: deb-src'))).toBeNull();
  });

  test.each([
    ['deb http://ftp.example/debian bookworm main non-free-firmware', 'http://ftp.example/debian'],
    [
      'deb [arch=amd64 signed-by=/usr/share/keyrings/debian-archive-keyring.pgp] http://a.example/d/ bookworm main',
      'http://a.example/d/',
    ],
    ['deb http://a.example/debian stable main # as it came', 'http://a.example/debian'],
    ['deb mirror+file:/etc/apt/mirrors/debian.list bookworm main', 'mirror+file:/etc/apt/mirrors/debian.list'],
  ])('from the line %s', (line, archiveUri) => {
    expect(mirrorOfList(line)).toEqual({ archiveUri, securityUri: null });
  });

  test.each([
    '# deb http://ftp.example/debian bookworm main',
    'deb-src http://ftp.example/debian bookworm main',
    'deb cdrom:[Debian GNU/Linux 12]/ bookworm main',
    'deb https://deb.nodesource.com/node_20.x nodistro main',
    'deb [signed-by=/etc/apt/keyrings/docker.gpg] https://download.docker.com/linux/debian bookworm stable',
    'deb http://apt.postgresql.org/pub/repos/apt bookworm-pgdg main',
    'deb [signed-by=/etc/apt/keyrings/other.gpg] https://other.example/debian bookworm main',
  ])('not from the line %s', (line) => {
    expect(mirrorOfList(line)).toBeNull();
  });

  test('rather from a signed source than from one that names no key', () => {
    const sources = [
      ...parseListSources('a.list', 'deb http://vendor.example/php bookworm main'),
      ...parseDeb822Sources('b.sources', debian),
    ];
    expect(findDebianMirror(sources, 'bookworm')?.archiveUri).toBe('http://mirror.example/debian');
  });
});

test('files that apt would not read are not read', async () => {
  const dir = await mkdtemp(path.join(tmpdir(), 'berth-sources-'));
  try {
    await mkdir(path.join(dir, 'sources.list.d'));
    const write = (name: string, text: string): Promise<void> => writeFile(path.join(dir, name), text);
    await write('sources.list', 'deb http://one.example/debian bookworm main\n');
    await write('sources.list.d/two.sources', debian);
    await write('sources.list.d/three.sources.disabled', debian);
    await write('sources.list.d/four.list.save', 'deb http://four.example/debian bookworm main\n');
    const files = (await readAptSources(dir)).map(({ file }) => path.basename(file));
    expect(files).toEqual(['sources.list', 'two.sources']);
    expect(await readAptSources(path.join(dir, 'nowhere'))).toEqual([]);
  } finally {
    await rm(dir, { recursive: true });
  }
});

test('any text is read without failing, and what is found stands in it', () => {
  const line = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'Types: deb',
      'URIs: http://a/b',
      'Suites: bookworm',
      ' main',
      'Components:',
      '',
      '#x',
      'deb [a=b] u s c',
    ),
  );
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const text = lines.join('\n');
      for (const source of [...parseDeb822Sources('f', text), ...parseListSources('f', text)]) {
        expect(source.uris.length).toBeGreaterThan(0);
        for (const uri of source.uris) expect(text).toContain(uri);
      }
    }),
  );
});
