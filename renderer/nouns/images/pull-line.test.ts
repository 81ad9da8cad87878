import { describe, expect, test } from 'vitest';
import { readPullLine } from './pull-line.ts';

describe('a pasted docker pull line', () => {
  test.each([
    ['docker pull nginx:1.28', { reference: 'nginx:1.28', platform: '' }],
    [
      '  $ docker image pull --platform linux/arm64 ghcr.io/acme/api ',
      { reference: 'ghcr.io/acme/api', platform: 'linux/arm64' },
    ],
    ['docker pull --platform=linux/amd64 -q nginx', { reference: 'nginx', platform: 'linux/amd64' }],
    ["sudo docker pull 'localhost:5000/a/b:c'", { reference: 'localhost:5000/a/b:c', platform: '' }],
    ['podman pull quay.io/podman/stable', { reference: 'quay.io/podman/stable', platform: '' }],
  ])('%s', (line, meant) => {
    expect(readPullLine(line)).toEqual(meant);
  });

  test.each(['nginx', 'docker run nginx', 'docker pull', 'docker pull a b', 'docker pull --unknown x', ''])(
    '%s is something else',
    (line) => {
      expect(readPullLine(line)).toBeNull();
    },
  );
});
