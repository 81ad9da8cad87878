import { ORPCError } from '@orpc/client';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { LogLine } from '../../engine/contract/logs.ts';
import { LogFollow, type LogSource } from './log-follow.ts';

/** A service that holds lines, and tells of them when asked. */
class FakeLog {
  texts: string[] = [];
  firstLine = 0;
  ended = false;
  opened = 0;
  closed = 0;
  openError: Error | null = null;
  readError: Error | null = null;
  reads: [number, number][] = [];
  #wake = () => {};

  add(...texts: string[]): void {
    this.texts.push(...texts);
    this.#wake();
  }

  end(): void {
    this.ended = true;
    this.#wake();
  }

  readonly source = {
    logs: {
      open: async () => {
        if (this.openError !== null) throw this.openError;
        this.opened += 1;
        return { follow: `f${this.opened}` };
      },
      changes: async (known: { endLine: number; ended: boolean }, { signal }: { signal: AbortSignal }) => {
        while (known.endLine === this.texts.length && known.ended === this.ended) {
          await new Promise<void>((resolve, reject) => {
            this.#wake = resolve;
            signal.addEventListener('abort', () => reject(new DOMException('x', 'AbortError')), { once: true });
          });
        }
        return { firstLine: this.firstLine, endLine: this.texts.length, ended: this.ended };
      },
      read: async ({ fromLine, toLine }: { fromLine: number; toLine: number }): Promise<LogLine[]> => {
        if (this.readError !== null) throw this.readError;
        this.reads.push([fromLine, toLine]);
        return this.texts
          .map((text, line): LogLine => ({ line, time: '', stream: 'stdout', text }))
          .slice(Math.max(fromLine, this.firstLine), toLine);
      },
      close: async () => {
        this.closed += 1;
      },
    },
    whenConnected: async () => {},
    nextFrame: async () => {},
  } as unknown as LogSource;
}

let leave = () => {};
let leaveAlso = () => {};
const follow = (log: FakeLog): LogFollow => {
  const followed = new LogFollow(log.source, 'a'.repeat(64), 1000);
  leave = followed.subscribe(() => {});
  return followed;
};
afterEach(() => {
  leave();
  leaveAlso();
});

describe('following a log', () => {
  test('tells how far it goes, and reads only what someone looks at', async () => {
    const log = new FakeLog();
    log.add(...Array.from({ length: 5000 }, (_, n) => `line ${n}`));
    const followed = follow(log);
    await vi.waitFor(() => expect(followed.state()).toMatchObject({ phase: 'following', endLine: 5000 }));
    expect(log.reads).toEqual([]);
    followed.want(4950, 5010);
    await vi.waitFor(() => expect(followed.line(4999)?.text).toBe('line 4999'));
    expect(log.reads).toEqual([[4950, 5000]]);
    expect(followed.line(10)).toBeUndefined();
    log.add('one more');
    await vi.waitFor(() => expect(followed.line(5000)?.text).toBe('one more'));
    expect(log.reads.at(-1)).toEqual([5000, 5001]);
  });

  test('while the end is watched, new lines are told only when they are here', async () => {
    const log = new FakeLog();
    const followed = follow(log);
    followed.wantTail(3);
    const seen: (string | undefined)[] = [];
    leaveAlso = followed.subscribe(() => {
      const { firstLine, endLine } = followed.state();
      for (let line = Math.max(firstLine, endLine - 3); line < endLine; line += 1) seen.push(followed.line(line)?.text);
    });
    log.add('a');
    await vi.waitFor(() => expect(followed.state().endLine).toBe(1));
    log.add(...Array.from({ length: 5000 }, (_, n) => `line ${n}`));
    await vi.waitFor(() => expect(followed.state().endLine).toBe(5001));
    expect(seen).not.toContain(undefined);
    expect(seen.at(-1)).toBe('line 4999');
    expect(log.reads).toEqual([
      [0, 1],
      [4998, 5001],
    ]);
  });

  test('the end of the log is told, and its lines stay readable', async () => {
    const log = new FakeLog();
    log.add('only');
    log.end();
    const followed = follow(log);
    await vi.waitFor(() => expect(followed.state().phase).toBe('ended'));
    followed.want(0, 10);
    await vi.waitFor(() => expect(followed.line(0)?.text).toBe('only'));
    expect(log.closed).toBe(0);
    leave();
    await vi.waitFor(() => expect(log.closed).toBe(1));
  });

  test('a container that is not there is final', async () => {
    const log = new FakeLog();
    log.openError = new ORPCError('not-found', { message: 'No such container' });
    const followed = follow(log);
    await vi.waitFor(() => expect(followed.state()).toMatchObject({ phase: 'failed', problem: { code: 'not-found' } }));
  });

  test('a follow that the service forgot begins anew, with numbers that do not mix', async () => {
    const log = new FakeLog();
    log.add('a', 'b');
    const followed = follow(log);
    followed.want(0, 10);
    await vi.waitFor(() => expect(followed.line(1)?.text).toBe('b'));
    log.readError = new ORPCError('not-found', { message: 'No such follow' });
    log.add('c');
    await vi.waitFor(() => expect(log.closed).toBe(1));
    log.readError = null;
    log.texts = ['x'];
    await vi.waitFor(() => expect(followed.state().generation).toBe(2));
    await vi.waitFor(() => expect(followed.line(0)?.text).toBe('x'));
    expect(followed.line(1)).toBeUndefined();
    expect(log.opened).toBe(2);
  });

  test('a service that cannot be reached is tried again', async () => {
    const log = new FakeLog();
    log.openError = new ORPCError('unreachable', { message: 'gone' });
    const followed = follow(log);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(followed.state().phase).toBe('opening');
    log.openError = null;
    log.add('back');
    await vi.waitFor(() => expect(followed.state()).toMatchObject({ phase: 'following', endLine: 1 }));
  });

  test('lines that the engine let go are let go here too', async () => {
    const log = new FakeLog();
    log.add('a', 'b', 'c');
    const followed = follow(log);
    followed.want(0, 10);
    await vi.waitFor(() => expect(followed.line(0)?.text).toBe('a'));
    log.firstLine = 2;
    log.add('d');
    await vi.waitFor(() => expect(followed.state().firstLine).toBe(2));
    expect(followed.line(0)).toBeUndefined();
    expect(followed.line(2)?.text).toBe('c');
  });

  test('a container that prints nothing is followed all the same', async () => {
    const followed = follow(new FakeLog());
    await vi.waitFor(() => expect(followed.state()).toMatchObject({ phase: 'following', endLine: 0 }));
  });

  test('leaving closes the follow, and asks nothing more', async () => {
    const log = new FakeLog();
    const followed = follow(log);
    await vi.waitFor(() => expect(log.opened).toBe(1));
    leave();
    await vi.waitFor(() => expect(log.closed).toBe(1));
    followed.again();
    expect(log.opened).toBe(1);
  });

  test('subscribing again follows again', async () => {
    const log = new FakeLog();
    log.add('a');
    const followed = follow(log);
    await vi.waitFor(() => expect(followed.state().endLine).toBe(1));
    leave();
    log.add('b');
    leave = followed.subscribe(() => {});
    await vi.waitFor(() => expect(followed.state()).toMatchObject({ endLine: 2, generation: 2 }));
    await vi.waitFor(() => expect(log.closed).toBe(1));
  });
});
