/** One word of a docker command line; `kind` tells the command bar how to ink it. */
export interface CommandToken {
  readonly text: string;
  readonly kind: 'binary' | 'subcommand' | 'flag' | 'value';
}

/** A docker command line as words, never as one string: quoting belongs to whoever prints it. */
export interface DockerCommand {
  readonly tokens: readonly CommandToken[];
}

const token =
  (kind: CommandToken['kind']) =>
  (text: string): CommandToken => ({ kind, text });

export const flag = token('flag');
export const value = token('value');

/** `docker` and a subcommand of one or more words, followed by flags and values. */
export function dockerCommand(subcommand: string, ...rest: readonly CommandToken[]): DockerCommand {
  return {
    tokens: [{ kind: 'binary', text: 'docker' }, ...subcommand.split(' ').map(token('subcommand')), ...rest],
  };
}

/** The words for a process call, without `docker` itself. */
export function toArgv(command: DockerCommand): string[] {
  return command.tokens.slice(1).map(({ text }) => text);
}

/** Quotes one word for a POSIX shell (IEEE 1003.1, 2.2.2): plain words stay as they are. */
export function quoteForShell(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}

/** The whole line for a POSIX shell, ready to paste. */
export function toShellLine(command: DockerCommand): string {
  return command.tokens.map(({ text }) => quoteForShell(text)).join(' ');
}
