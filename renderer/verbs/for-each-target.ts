import { type EngineProblem, toEngineProblem } from '../client/engine-problem.ts';
import type { Verb, VerbContext, VerbOptions } from './verb.ts';

/** Some of several targets failed; the others are done. */
export class PartialFailure extends Error {
  readonly problems: ReadonlyMap<string, EngineProblem>;
  /** Somebody else tells the person. */
  readonly isTold: boolean;

  constructor(problems: ReadonlyMap<string, EngineProblem>, isTold = false) {
    super('Some of the targets failed.');
    this.name = 'PartialFailure';
    this.problems = problems;
    this.isTold = isTold;
  }
}

/** The engine takes many calls at once, but a hundred stops at once make a slow machine slower for everybody. */
const mostAtOnce = 16;

/** Runs a call once per target, some at a time, to the end of all; what failed is told together. */
export function forEachTarget<T extends { readonly id: string }, R>(
  call: (context: VerbContext, target: T, options: VerbOptions) => Promise<R>,
): Verb<T, R>['run'] {
  return async (context, targets, options) => {
    const results: R[] = [];
    const problems = new Map<string, EngineProblem>();
    const waiting = [...targets];
    let isTold = true;
    const work = async () => {
      for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
        try {
          options.signal.throwIfAborted();
          results.push(await call(context, target, options));
        } catch (error) {
          const [known] = error instanceof PartialFailure ? error.problems.values() : [];
          isTold &&= error instanceof PartialFailure && error.isTold;
          problems.set(target.id, known ?? toEngineProblem(error));
        }
        context.settle(target.id);
      }
    };
    await Promise.all(Array.from({ length: Math.min(mostAtOnce, targets.length) }, work));
    if (problems.size > 0) throw new PartialFailure(problems, isTold);
    return results;
  };
}
