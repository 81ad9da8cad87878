import { expect, test } from 'vitest';
import { maxWriteBytes as contractsMaxWriteBytes } from '../../engine/contract/terminals.ts';
import { maxWriteBytes } from './limits.ts';

test('the page and the contract have the same number', () => {
  expect(maxWriteBytes).toBe(contractsMaxWriteBytes);
});
