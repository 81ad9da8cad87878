import { describe, expect, test } from 'vitest';
import type { Image } from '../../engine/contract/images.ts';
import { findImage, isImageReference, toCanonicalReference } from './image-reference.ts';

const digest = `sha256:${'ab'.repeat(32)}`;

describe('image references', () => {
  test.each([
    ['nginx', 'nginx:latest'],
    ['docker.io/library/nginx:1', 'nginx:1'],
    ['index.docker.io/acme/api', 'acme/api:latest'],
    ['ghcr.io/acme/api:2', 'ghcr.io/acme/api:2'],
    [` nginx:1.28@${digest}`, `nginx@${digest}`],
    ['Not A Name', 'Not A Name'],
  ])('%s is %s', (reference, canonical) => {
    expect(toCanonicalReference(reference)).toBe(canonical);
  });

  test.each([
    ['nginx', true],
    ['berth/welcome', true],
    ['localhost:5000/a/b:1.2_x', true],
    ['0123456789ab', true],
    [`nginx@${digest}`, true],
    ['Nginx', false],
    ['ngi nx', false],
    ['nginx:', false],
    ['-nginx', false],
    ['nginx:a/b:c', false],
  ])('%s is a reference: %s', (text, expected) => {
    expect(isImageReference(text)).toBe(expected);
  });
});

const image = (id: string, tags: string[], digests: string[] = []): Image => ({
  id: `sha256:${id.padEnd(64, '0')}`,
  tags,
  digests,
  createdAtMs: 0,
  sizeBytes: 0,
  sharedBytes: null,
});

describe('finding the image that a reference means', () => {
  const nginx = image('1111', ['nginx:latest', 'nginx:1.28'], [`nginx@${digest}`]);
  const bare = image('beef', []);
  const images = [nginx, bare];

  test.each([
    ['nginx', nginx],
    ['docker.io/library/nginx:1.28', nginx],
    [`nginx@${digest}`, nginx],
    ['beef', bare],
    [`sha256:${'beef'.padEnd(64, '0')}`, bare],
    ['nginx:2', null],
    ['', null],
  ])('%s', (reference, expected) => {
    expect(findImage(reference, images)).toBe(expected);
  });
});
