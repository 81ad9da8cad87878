import { type DockerCommand, dockerCommand, flag, value } from './command.ts';

/** `docker plugin ls` */
export function listPluginsCommand(): DockerCommand {
  return dockerCommand('plugin ls');
}

/** `docker plugin enable NAME` for each: it takes one plugin only. */
export function enablePluginCommands(names: readonly string[]): DockerCommand[] {
  return names.map((name) => dockerCommand('plugin enable', value(name)));
}

/** `docker plugin disable [--force] NAME` for each: it takes one plugin only. */
export function disablePluginCommands(names: readonly string[], options: { force: boolean }): DockerCommand[] {
  const force = options.force ? [flag('--force')] : [];
  return names.map((name) => dockerCommand('plugin disable', ...force, value(name)));
}
