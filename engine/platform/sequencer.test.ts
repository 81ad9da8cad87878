import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Latest, Once, Sequencer } from './sequencer.ts';

/** How many turns of the event loop something takes. */
const turns = fc.integer({ min: 0, max: 4 });

async function pass(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await nextTurn();
}

describe('one after the other', () => {
  test('tasks never overlap and keep the order of the calls, whatever they take and whichever fail', async () => {
    const task = fc.record({ pauseTurns: turns, workTurns: turns, fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(task, { maxLength: 8 }), async (tasks) => {
        const sequencer = new Sequencer();
        const steps: string[] = [];
        const results: Promise<PromiseSettledResult<number>[]>[] = [];
        for (const [index, { pauseTurns, workTurns, fails }] of tasks.entries()) {
          const result = sequencer.run(async () => {
            steps.push(`begin ${index}`);
            await pass(workTurns);
            steps.push(`end ${index}`);
            if (fails) throw new Error('failed');
            return index;
          });
          results.push(Promise.allSettled([result]));
          await pass(pauseTurns);
        }
        await sequencer.settled();
        expect(steps).toEqual(tasks.flatMap((_, index) => [`begin ${index}`, `end ${index}`]));
        const outcomes = (await Promise.all(results)).flat();
        expect(outcomes.map(({ status }) => status === 'rejected')).toEqual(tasks.map(({ fails }) => fails));
      }),
    );
  });

  test('a task that throws before its first await rejects its own call alone', async () => {
    const sequencer = new Sequencer();
    const failing = sequencer.run(() => {
      throw new Error('no');
    });
    const next = sequencer.run(() => 'yes');
    await expect(failing).rejects.toThrow('no');
    await expect(next).resolves.toBe('yes');
  });
});

describe('the latest wins', () => {
  test('one task at a time; only the last one is not aborted; every call settles', async () => {
    const call = fc.record({ pauseTurns: turns, workTurns: turns, endTurns: turns });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 8 }), async (calls) => {
        const latest = new Latest();
        const running = new Set<number>();
        const finished: number[] = [];
        const settled: Promise<void>[] = [];
        for (const [index, { pauseTurns, workTurns, endTurns }] of calls.entries()) {
          const done = latest.run(async (signal) => {
            running.add(index);
            expect([...running]).toEqual([index]);
            await pass(workTurns);
            const wasAborted = signal.aborted;
            await pass(endTurns);
            running.delete(index);
            if (wasAborted) throw signal.reason;
            finished.push(index);
          });
          settled.push(done);
          await pass(pauseTurns);
        }
        await Promise.all(settled);
        expect(finished.at(-1)).toBe(calls.length - 1);
        expect(running.size).toBe(0);
      }),
    );
  });

  test('a call that is replaced while it waits never runs, and settles after the task before it', async () => {
    const latest = new Latest();
    const steps: string[] = [];
    const end = Promise.withResolvers<void>();
    const first = latest.run(async () => {
      await end.promise;
      steps.push('first ended');
    });
    const second = latest
      .run(async () => {
        steps.push('second ran');
      })
      .then(() => steps.push('second settled'));
    const third = latest.run(async () => {
      steps.push('third ran');
    });
    end.resolve();
    await Promise.all([first, second, third]);
    expect(steps).not.toContain('second ran');
    expect(steps.indexOf('second settled')).toBeGreaterThan(steps.indexOf('first ended'));
    expect(steps).toContain('third ran');
  });

  test('the failure of a task that nothing has replaced reaches its caller, and the next task runs', async () => {
    const latest = new Latest();
    await expect(latest.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    let ran = false;
    await latest.run(async () => {
      ran = true;
    });
    expect(ran).toBe(true);
  });

  test('disposing aborts, waits for the end, and nothing runs from then on', async () => {
    const latest = new Latest();
    const steps: string[] = [];
    const first = latest.run(async (signal) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      await pass(3);
      steps.push('first ended');
    });
    await pass(1);
    const waiting = latest.run(async () => {
      steps.push('waiting ran');
    });
    await latest[Symbol.asyncDispose]();
    expect(steps).toEqual(['first ended']);
    await Promise.all([first, waiting]);
    await latest.run(async () => {
      steps.push('late ran');
    });
    expect(steps).toEqual(['first ended']);
  });
});

describe('once', () => {
  test('all callers get one value, also those that ask while it is made', async () => {
    let made = 0;
    const once = new Once(async () => {
      await nextTurn();
      made += 1;
      return made;
    });
    expect(once.current).toBeNull();
    expect(await Promise.all([once.get(), once.get()])).toEqual([1, 1]);
    expect(await once.get()).toBe(1);
    expect(await once.current).toBe(1);
  });

  test('a failure reaches those that wait for it and is not kept', async () => {
    let tries = 0;
    const once = new Once(() => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
      return Promise.resolve(tries);
    });
    const both = await Promise.allSettled([once.get(), once.get()]);
    expect(both.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(await once.get()).toBe(2);
    expect(tries).toBe(2);
  });
});
