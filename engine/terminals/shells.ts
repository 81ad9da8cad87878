import type { ShellChoices } from '../contract/terminals.ts';
import { hasFile, readContainerFile } from '../docker/archive.ts';
import type { ContainerFacts } from '../docker/attach.ts';
import type { DockerConnection } from '../docker/connect.ts';

/** The best first; where distributions, busybox images and 'distroless' debug images keep them. */
const knownShells = [
  '/bin/bash',
  '/usr/local/bin/bash',
  '/bin/zsh',
  '/usr/bin/fish',
  '/bin/ash',
  '/bin/dash',
  '/bin/sh',
  '/busybox/sh',
] as const;

/** A passwd file with 10,000 users has about 500 KB. */
const maxPasswdBytes = 1024 * 1024;
/** More than a person can choose from; they can still be typed. */
const maxUsers = 200;

export type User = ShellChoices['users'][number];

/** The shells and users that a container's files name; nothing is run in it. */
export async function findShells(
  connection: DockerConnection,
  container: string,
  facts: ContainerFacts,
  signal: AbortSignal,
): Promise<Omit<ShellChoices, 'remembered'>> {
  const [there, passwd] = await Promise.all([
    Promise.all(knownShells.map((path) => hasFile(connection, container, path, signal))),
    readContainerFile(connection, container, '/etc/passwd', maxPasswdBytes, signal),
  ]);
  return {
    shells: withoutTwins(knownShells.filter((_, index) => there[index] === true)),
    users: parsePasswd(passwd ?? ''),
    user: facts.user,
    workingDir: facts.workingDir,
  };
}

/** Of shells with the same name the first: `/bin` and `/usr/bin` are often the same folder. */
function withoutTwins(shells: readonly string[]): string[] {
  const names = shells.map((shell) => shell.slice(shell.lastIndexOf('/') + 1));
  return shells.filter((_, index) => names.indexOf(names[index] ?? '') === index);
}

/** Users who can log in, root first, then people and services by number (passwd(5)). Lines that are no entries are passed over. */
export function parsePasswd(text: string): User[] {
  return text
    .split('\n')
    .flatMap((line) => {
      const [name = '', , uid = '', , , home = ''] = line.split(':');
      return /^[\w.][\w.$-]{0,31}$/.test(name) && /^\d{1,10}$/.test(uid) ? [{ name, uid: Number(uid), home }] : [];
    })
    .sort((a, b) => a.uid - b.uid)
    .slice(0, maxUsers);
}
