import { expect, test } from 'vitest';
import { splitReference } from './image-reference.ts';

const digest = '0123456789abcdef'.repeat(4);

test.each([
  ['nginx', 'nginx', ''],
  ['nginx:1.28-alpine', 'nginx', ':1.28-alpine'],
  ['registry.example.com:5000/team/api', 'registry.example.com:5000/team/api', ''],
  ['registry.example.com:5000/team/api:2', 'registry.example.com:5000/team/api', ':2'],
  [`nginx@sha256:${digest}`, 'nginx', '@sha256:0123456789ab'],
  [`sha256:${digest}`, '0123456789ab', ''],
  [digest, '0123456789ab', ''],
  ['', '', ''],
])('%s', (reference, repository, suffix) => {
  expect(splitReference(reference)).toEqual({ repository, suffix });
});
