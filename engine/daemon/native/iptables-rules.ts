import { runProgram } from '../../platform/process.ts';

/** A rule as `iptables -S` prints it, cut into words. */
type RuleWords = readonly string[];

export interface OwnRules {
  /** To be deleted one by one, from chains that are not this engine's. */
  readonly rules: readonly RuleWords[];
  /** To be emptied and removed. */
  readonly chains: readonly string[];
  /** The bridges that the engine's own chains speak of. */
  readonly bridges: readonly string[];
}

/** Which rules and chains of one table an engine left: those of its chains, and those that name its bridges. */
export function findOwnRules(listing: string, chainPrefix: string, knownBridges: readonly string[]): OwnRules {
  const isOwnChain = (name: string | undefined): boolean =>
    name !== undefined && (name === chainPrefix || name.startsWith(`${chainPrefix}-`));
  const lines = listing.split('\n').map(toWords);
  const isIn = (command: string, [first, chain]: RuleWords): boolean => first === command && isOwnChain(chain);
  const named = lines.filter((words) => isIn('-A', words)).flatMap((words) => wordsAfter(words, '-i', '-o'));
  const bridges = [...new Set([...knownBridges, ...named])];
  const rules = lines.filter((words) => {
    if (words[0] !== '-A' || isOwnChain(words[1])) return false;
    const isAboutBridge = wordsAfter(words, '-i', '-o').some((name) => bridges.includes(name));
    return isAboutBridge || wordsAfter(words, '-j', '-g').some(isOwnChain);
  });
  const chains = lines.filter((words) => isIn('-N', words)).map(([, chain = '']) => chain);
  return { rules, chains, bridges };
}

/**
 * Takes an engine's rules and chains out of every table, and answers which bridges they were about. To be called after dockerd has
 * ended, which leaves them behind.
 */
export async function removeOwnRules(
  iptables: string,
  env: Readonly<Record<string, string>>,
  chainPrefix: string,
  bridges: readonly string[],
): Promise<readonly string[]> {
  let known = bridges;
  for (const table of ['filter', 'nat']) {
    const run = async (...args: string[]): Promise<string> =>
      (await runProgram([iptables, '-w', '-t', table, ...args], { env, expect: 'any', timeoutMs: 20_000 })).stdout;
    const { rules, chains, bridges: found } = findOwnRules(await run('-S'), chainPrefix, known);
    known = found;
    for (const [, ...rest] of rules) await run('-D', ...rest);
    for (const chain of chains) await run('-F', chain);
    for (const chain of chains) await run('-X', chain);
  }
  return known;
}

/** Cuts a line of `iptables -S`, where a word with blanks stands in double quotes. */
function toWords(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    ([, quoted, plain]) => plain ?? (quoted ?? '').replace(/\\(.)/g, '$1'),
  );
}

function wordsAfter(words: RuleWords, ...flags: string[]): string[] {
  return words.filter((_, index) => flags.includes(words[index - 1] ?? ''));
}
