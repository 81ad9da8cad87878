import type { ExecOptions, TerminalTarget } from '../contract/terminals.ts';
import { type DockerCommand, dockerCommand, flag, option, value } from './command.ts';

/** The image of debug shells: Berth's own static busybox. */
export const debugImage = 'berth/debug:2';
/** The program in it that goes on to the machine of the engine. */
export const machineShell = 'machine-shell';

/** `docker exec --interactive --tty [--user USER] [--workdir FOLDER] [--privileged] NAME COMMAND…` */
export function execCommand(name: string, { command, user, workingDir, privileged }: ExecOptions): DockerCommand {
  return dockerCommand(
    'exec',
    flag('--interactive'),
    flag('--tty'),
    ...(user === '' ? [] : option('--user', user)),
    ...(workingDir === '' ? [] : option('--workdir', workingDir)),
    ...(privileged ? [flag('--privileged')] : []),
    value(name),
    ...command.map(value),
  );
}

/** `docker attach NAME` */
export function attachCommand(name: string): DockerCommand {
  return dockerCommand('attach', value(name));
}

/**
 * `docker run --interactive --tty --rm --pid container:NAME --network container:NAME --cap-add SYS_PTRACE IMAGE`: a shell that sees the
 * container's processes and network, and its files under `/target`.
 */
export function debugCommand(name: string): DockerCommand {
  return dockerCommand(
    'run',
    flag('--interactive'),
    flag('--tty'),
    flag('--rm'),
    ...option('--pid', `container:${name}`),
    ...option('--network', `container:${name}`),
    ...option('--cap-add', 'SYS_PTRACE'),
    value(debugImage),
  );
}

/**
 * `docker run --interactive --tty --rm --privileged --userns host --pid host --network host IMAGE machine-shell`: a shell of root on the
 * machine that the engine runs on, in the namespaces of the engine's own processes.
 */
export function machineCommand(): DockerCommand {
  return dockerCommand(
    'run',
    flag('--interactive'),
    flag('--tty'),
    flag('--rm'),
    flag('--privileged'),
    ...option('--userns', 'host'),
    ...option('--pid', 'host'),
    ...option('--network', 'host'),
    value(debugImage),
    value(machineShell),
  );
}

/** The line that opens the same as a terminal's target. */
export function terminalCommand(name: string, target: TerminalTarget): DockerCommand {
  switch (target.kind) {
    case 'exec':
      return execCommand(name, target);
    case 'attach':
      return attachCommand(name);
    case 'debug':
      return debugCommand(name);
    case 'machine':
      return machineCommand();
  }
}
