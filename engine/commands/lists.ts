import { type DockerCommand, dockerCommand } from './command.ts';

/** `docker volume ls` */
export function listVolumesCommand(): DockerCommand {
  return dockerCommand('volume ls');
}

/** `docker network ls` */
export function listNetworksCommand(): DockerCommand {
  return dockerCommand('network ls');
}
