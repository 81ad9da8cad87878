import { type DockerCommand, dockerCommand, option, value } from './command.ts';

/** `docker pull [--platform PLATFORM] REFERENCE` */
export function pullCommand(reference: string, platform: string): DockerCommand {
  return dockerCommand('pull', ...(platform === '' ? [] : option('--platform', platform)), value(reference));
}

/** `docker push REFERENCE` */
export function pushCommand(reference: string): DockerCommand {
  return dockerCommand('push', value(reference));
}

/** `docker save --output FILE REFERENCE…` */
export function saveCommand(references: readonly string[], path: string): DockerCommand {
  return dockerCommand('save', ...option('--output', path), ...references.map(value));
}

/** `docker load --input FILE` */
export function loadCommand(file: string): DockerCommand {
  return dockerCommand('load', ...option('--input', file));
}

/** `docker import FILE REFERENCE` */
export function importCommand(file: string, reference: string): DockerCommand {
  return dockerCommand('import', value(file), value(reference));
}
