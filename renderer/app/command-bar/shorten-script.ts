import type { CommandToken, Script } from '../../../engine/contract/journal.ts';
import { toQuotedTokens } from '../../../engine/commands/command.ts';

interface ShortScript {
  readonly tokens: readonly CommandToken[];
  /** How many targets at the end, and how many further lines, are left out. */
  readonly left: number;
}

/** Three or more targets fill the bar: the first two tell enough, and copying gives all. */
const mostTargets = 2;

/** A script for the bar: its first line, and of a long row of targets only the first two. */
export function shortenScript(script: Script): ShortScript {
  const [line] = script;
  if (line === undefined) return { tokens: [], left: 0 };
  const tokens = toQuotedTokens(line);
  let firstTarget = tokens.length;
  while (isTarget(tokens[firstTarget - 1])) firstTarget -= 1;
  const leftLines = script.length - 1;
  const leftTargets = tokens.length - firstTarget - mostTargets;
  if (leftTargets <= 0) return { tokens, left: leftLines };
  return { tokens: tokens.slice(0, firstTarget + mostTargets), left: leftTargets + leftLines };
}

/** A word that is neither a flag's value nor stands for itself. */
function isTarget(token: CommandToken | undefined): boolean {
  return token?.kind === 'value' && token.field === undefined;
}
