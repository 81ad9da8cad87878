import { expect, test } from 'vitest';
import { Peer } from './peer.ts';

function resource() {
  const state = { isClosed: false };
  return { state, [Symbol.dispose]: () => void (state.isClosed = true) };
}

test('what is still being opened when the page goes is closed', async () => {
  const peer = new Peer(() => undefined);
  const late = resource();
  const { promise, resolve } = Promise.withResolvers<{ id: string; resource: Disposable }>();
  const opening = peer.open(() => promise);
  peer[Symbol.dispose]();
  resolve({ id: 'log', resource: late });
  await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
  expect(late.state.isClosed).toBe(true);
  const later = resource();
  expect(() => peer.own('upload', later)).toThrow(expect.objectContaining({ code: 'cancelled' }));
  expect(later.state.isClosed).toBe(true);
});

test('a page opens one after the other, and 64 at most, those that are being opened included', async () => {
  const peer = new Peer(() => undefined);
  let running = 0;
  let most = 0;
  const opened = await Promise.allSettled(
    Array.from({ length: 70 }, (_, index) =>
      peer.open(async () => {
        most = Math.max(most, (running += 1));
        await Promise.resolve();
        running -= 1;
        return { id: `log-${index}`, resource: resource() };
      }),
    ),
  );
  expect(most).toBe(1);
  expect(opened.filter(({ status }) => status === 'fulfilled')).toHaveLength(64);
  expect(() => peer.own('upload', resource())).toThrow(expect.objectContaining({ code: 'rejected' }));
  peer.close('log-0');
  peer.own('upload', resource());
});

test('a resource that throws as it closes keeps no other one open, and is not closed again', () => {
  let isPageClosed = false;
  const peer = new Peer(() => void (isPageClosed = true));
  const resources = [resource(), resource(), resource()];
  let closings = 0;
  const fail = () => {
    closings += 1;
    throw new Error('no such file');
  };
  peer.own('first', resources[0] ?? resource());
  peer.own('failing', { [Symbol.dispose]: fail });
  peer.own('second', resources[1] ?? resource());
  peer.own('failing too', { [Symbol.dispose]: fail });
  peer.own('third', resources[2] ?? resource());
  expect(() => peer.close('failing')).toThrow('no such file');
  expect(peer.get('failing')).toBeNull();
  expect(() => peer[Symbol.dispose]()).toThrow('no such file');
  expect(resources.map(({ state }) => state.isClosed)).toEqual([true, true, true]);
  expect(closings).toBe(2);
  expect(isPageClosed).toBe(true);
});
