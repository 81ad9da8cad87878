import { runProgram } from '../../platform/process.ts';

/** A rule as `iptables -S` prints it, cut into words. */
export type RuleWords = readonly string[];

export interface OwnRules {
  /** To be deleted one by one, from chains that are not this engine's. */
  readonly rules: readonly RuleWords[];
  /** To be emptied and removed. */
  readonly chains: readonly string[];
}

/** Which rules and chains of one table an engine left: those of its chains, and those that name its bridges or networks. */
export function findOwnRules(listing: string, chainPrefix: string, bridges: readonly string[]): OwnRules {
  const isOwnChain = (name: string | undefined): boolean =>
    name !== undefined && (name === chainPrefix || name.startsWith(`${chainPrefix}-`));
  const rules: RuleWords[] = [];
  const chains: string[] = [];
  for (const line of listing.split('\n')) {
    const words = toWords(line);
    const [command, chain] = words;
    if (command === '-N' && chain !== undefined && isOwnChain(chain)) chains.push(chain);
    if (command !== '-A' || isOwnChain(chain)) continue;
    const target = wordAfter(words, '-j', '-g');
    const isAboutBridge = words.some(
      (word, index) => (words[index - 1] === '-i' || words[index - 1] === '-o') && bridges.includes(word),
    );
    if (isOwnChain(target) || isAboutBridge) rules.push(words);
  }
  return { rules, chains };
}

/** Takes an engine's rules and chains out of every table. It runs after dockerd has ended, which leaves them behind. */
export async function removeOwnRules(
  iptables: string,
  env: Readonly<Record<string, string>>,
  chainPrefix: string,
  bridges: readonly string[],
): Promise<void> {
  for (const table of ['filter', 'nat']) {
    const run = async (...args: string[]): Promise<string> =>
      (await runProgram([iptables, '-w', '-t', table, ...args], { env, expect: 'any', timeoutMs: 20_000 })).stdout;
    const { rules, chains } = findOwnRules(await run('-S'), chainPrefix, bridges);
    for (const [, ...rest] of rules) await run('-D', ...rest);
    for (const chain of chains) await run('-F', chain);
    for (const chain of chains) await run('-X', chain);
  }
}

/** Cuts a line of `iptables -S`, where a word with blanks stands in double quotes. */
function toWords(line: string): string[] {
  return [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    ([, quoted, plain]) => plain ?? (quoted ?? '').replace(/\\(.)/g, '$1'),
  );
}

function wordAfter(words: readonly string[], ...flags: string[]): string | undefined {
  return words.find((_, index) => flags.includes(words[index - 1] ?? ''));
}
