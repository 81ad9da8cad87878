import type { z } from 'zod';
import { EngineError } from '../platform/engine-error.ts';

/** Checks a daemon's answer; one that does not fit is `rejected` with the first place where it does not. */
export function check<T>(schema: z.ZodType<T>, answer: unknown): T {
  const result = schema.safeParse(answer);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new EngineError(
    'rejected',
    `The engine's answer is not understood: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`,
    {
      cause: result.error,
    },
  );
}
