import { expect, test } from 'vitest';
import type { Terminal } from '../../engine/contract/terminals.ts';
import { applyTerminals, createTerminalsStore } from './terminals-store.ts';

const terminal = (id: string): Terminal => ({
  id,
  engine: 'bundled',
  target: { kind: 'attach', container: 'c'.repeat(64) },
  containerName: 'web',
  name: '',
  openedAtMs: 0,
  ending: null,
});

test('terminals of a service that is gone are kept apart until they are forgotten', () => {
  const store = createTerminalsStore();
  store.setState(applyTerminals(store.getState(), { epoch: 'one', seq: 1, terminals: [terminal('a'), terminal('b')] }));
  store.setState(applyTerminals(store.getState(), { epoch: 'one', seq: 2, terminals: [terminal('b')] }));
  expect(store.getState().gone).toEqual([]);
  store.setState(applyTerminals(store.getState(), { epoch: 'two', seq: 1, terminals: [] }));
  expect(store.getState()).toMatchObject({ epoch: 'two', terminals: [], gone: [{ id: 'b' }], isLoading: false });
  store.forget('b');
  expect(store.getState().gone).toEqual([]);
});

test('one that was opened here is there at once, and only once', () => {
  const store = createTerminalsStore();
  store.add(terminal('a'));
  store.add(terminal('a'));
  expect(store.getState().terminals).toHaveLength(1);
  expect(store.getState().addedId).toBe('a');
});

test('desks are arranged one by one', () => {
  const store = createTerminalsStore();
  store.arrange('c', (desk) => ({ ...desk, panes: ['a'] }));
  store.arrange('d', (desk) => ({ ...desk, direction: 'column' }));
  expect(store.getState().desks).toMatchObject({ c: { panes: ['a'] }, d: { panes: [], direction: 'column' } });
});
