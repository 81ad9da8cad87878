import type { CommandToken, LineEngine, Script, ScriptLine } from '../contract/journal.ts';

/**
 * A docker command as a list of words, which are quoted only when they are printed for a shell. It
 * names no engine yet; see `scriptOn`.
 */
export interface DockerCommand {
  readonly tokens: readonly CommandToken[];
}

/** A flag without a value, such as `--force`; its field is its name. */
export function flag(name: `--${string}`): CommandToken {
  return { kind: 'flag', text: name, field: name.slice(2) };
}

/**
 * A flag and its value. `index` counts the values of a flag that repeats: the field of the second
 * `--publish` is `publish.1`.
 */
export function option(name: `--${string}`, text: string, index?: number): readonly CommandToken[] {
  const field = index === undefined ? name.slice(2) : `${name.slice(2)}.${index}`;
  return [
    { kind: 'flag', text: name, field },
    { kind: 'value', text, field },
  ];
}

/** A word that is no flag's value and of which there may be many, such as a container's name. */
export function value(text: string): CommandToken {
  return { kind: 'value', text };
}

/** A word that is no flag's value and stands for itself, such as the image of a run. */
export function argument(field: string, text: string): CommandToken {
  return { kind: 'value', text, field };
}

/** A word or more of a subcommand, such as `image rm`. */
export function subcommand(words: string): readonly CommandToken[] {
  return words.split(' ').map((text) => ({ kind: 'subcommand', text }));
}

/** `docker` and a subcommand of one or more words, followed by flags and values. */
export function dockerCommand(words: string, ...rest: readonly CommandToken[]): DockerCommand {
  return { tokens: [{ kind: 'binary', text: 'docker' }, ...subcommand(words), ...rest] };
}

/**
 * Whichever engine a plain `docker` reaches: of lines for another computer, and while it is not
 * known which engine is meant.
 */
export const plainEngine: LineEngine = { id: '', shell: { kind: 'default' } };

/**
 * Commands that act on one engine, one after the other. A script on several engines is made of
 * several of these.
 */
export function scriptOn(engine: LineEngine, ...commands: readonly DockerCommand[]): Script {
  return commands.map(({ tokens }) => ({ engine, tokens }));
}

/** The script with what is known now of how a shell reaches this engine. */
export function withReach(script: Script, engine: LineEngine): Script {
  return script.map((line) => (line.engine.id === engine.id ? { ...line, engine } : line));
}

/**
 * The words of a line as a shell takes them: they name the engine wherever a plain `docker` would
 * reach another one. `--context` wins over what the shell's environment says, and so does `--host`
 * (docker/cli 26.1, `cli/command/cli.go`, resolveContextName).
 */
function toTokens({ engine, tokens }: ScriptLine): readonly CommandToken[] {
  const [binary, ...rest] = tokens;
  return binary === undefined ? [] : [binary, ...engineTokens(engine), ...rest];
}

function engineTokens({ shell }: LineEngine): readonly CommandToken[] {
  switch (shell.kind) {
    case 'default':
      return [];
    case 'context':
      return option('--context', shell.name);
    case 'host':
      return option('--host', shell.endpoint);
  }
}

/** The words for a process call, without `docker` itself. */
export function toArgv(line: ScriptLine): string[] {
  return toTokens(line)
    .slice(1)
    .map(({ text }) => text);
}

/** Quotes one word for a POSIX shell (IEEE 1003.1, 2.2.2): plain words stay as they are. */
export function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The words of a line, each quoted for a POSIX shell. */
export function toQuotedTokens(line: ScriptLine): readonly CommandToken[] {
  return toTokens(line).map((token) => ({ ...token, text: quoteForShell(token.text) }));
}

/** A script for a POSIX shell, ready to paste, a line for each command. */
export function toShellText(script: Script): string {
  return script
    .map((line) =>
      toQuotedTokens(line)
        .map(({ text }) => text)
        .join(' '),
    )
    .join('\n');
}
