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
