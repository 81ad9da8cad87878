import type { EngineProblem } from '../client/engine-problem.ts';

/**
 * `opening` · `live` · `elsewhere`: another page has taken it · `waiting`: for the service to come back · `ended`: all was shown ·
 * `gone`: the service knows nothing of it any more · `failed`: see `problem`.
 */
export type SessionPhase = 'opening' | 'live' | 'elsewhere' | 'waiting' | 'ended' | 'gone' | 'failed';

export interface SessionState {
  readonly phase: SessionPhase;
  /** Why it failed. */
  readonly problem: EngineProblem | null;
  /** What the program calls itself; empty when it does not. */
  readonly title: string;
  /** It rang while nobody was looking. */
  readonly hasBell: boolean;
  /** Why what was typed last did not arrive. */
  readonly inputProblem: EngineProblem | null;
  /** The address that a click on a link asks for, until it is answered. */
  readonly link: string | null;
  readonly matches: { readonly index: number; readonly count: number };
}

/** Of a session that nothing has happened to yet. */
export const beginningState: SessionState = {
  phase: 'opening',
  problem: null,
  title: '',
  hasBell: false,
  inputProblem: null,
  link: null,
  matches: { index: -1, count: 0 },
};
