import { expect, test } from 'vitest';
import { packagesOf } from './debian-packages.mjs';

test('a start installs the libraries that a window loads, and nothing else', () => {
  for (const name of packagesOf('start')) expect(name).toMatch(/^lib/u);
});

test.each(['serve', 'dev', 'check'])('%s installs no Debian package', (mode) => {
  expect(packagesOf(mode)).toEqual([]);
});

test.each(['test', 'bench'])('%s installs what drives the window, too', (mode) => {
  expect(packagesOf(mode)).toEqual(
    expect.arrayContaining([...packagesOf('start'), 'chromium', 'xvfb', 'fonts-dejavu-core']),
  );
});
