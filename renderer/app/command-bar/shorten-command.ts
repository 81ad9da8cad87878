import type { CommandToken, DockerCommand } from '../../../engine/commands/command.ts';

interface ShortCommand {
  readonly tokens: readonly CommandToken[];
  /** How many targets at the end are left out. */
  readonly left: number;
}

/** Three or more targets fill the bar: the first two tell enough, and copying gives all. */
const mostTargets = 2;

/** A command line for the bar: of a long row of targets only the first two. */
export function shortenCommand({ tokens }: DockerCommand): ShortCommand {
  let firstTarget = tokens.length;
  while (tokens[firstTarget - 1]?.kind === 'value') firstTarget -= 1;
  // The first word after a flag is that flag's value: every flag of ours with targets behind it takes none, but
  // keeping one word too many is harmless.
  const targets = tokens.length - firstTarget;
  if (targets <= mostTargets) return { tokens, left: 0 };
  return { tokens: tokens.slice(0, firstTarget + mostTargets), left: targets - mostTargets };
}
