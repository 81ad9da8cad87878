import { type DockerCommand, dockerCommand, flag, value } from './command.ts';

/** `docker image rm [--force] REFERENCE…` */
export function removeImageCommand(references: readonly string[], options: { force: boolean }): DockerCommand {
  return dockerCommand('image rm', ...(options.force ? [flag('--force')] : []), ...references.map(value));
}

/** `docker image inspect REFERENCE` */
export function inspectImageCommand(reference: string): DockerCommand {
  return dockerCommand('image inspect', value(reference));
}

/** `docker images` */
export function listImagesCommand(): DockerCommand {
  return dockerCommand('images');
}
