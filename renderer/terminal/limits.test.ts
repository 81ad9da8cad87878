import { expect, test } from 'vitest';
import * as contract from '../../engine/contract/terminals.ts';
import { maxReadBytes, maxWriteBytes } from './limits.ts';

test('the page and the contract have the same numbers', () => {
  expect({ maxReadBytes, maxWriteBytes }).toEqual({
    maxReadBytes: contract.maxReadBytes,
    maxWriteBytes: contract.maxWriteBytes,
  });
});
