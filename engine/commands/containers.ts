import type { RunRequest } from '../contract/containers.ts';
import { argument, type DockerCommand, dockerCommand, flag, option, value } from './command.ts';

type Names = readonly string[];

/** `docker start NAME…` */
export function startCommand(names: Names): DockerCommand {
  return dockerCommand('start', ...names.map(value));
}

/** `docker stop NAME…` */
export function stopCommand(names: Names): DockerCommand {
  return dockerCommand('stop', ...names.map(value));
}

/** `docker restart NAME…` */
export function restartCommand(names: Names): DockerCommand {
  return dockerCommand('restart', ...names.map(value));
}

/** `docker rm [--force] [--volumes] NAME…` */
export function removeCommand(names: Names, options: { force: boolean; volumes: boolean }): DockerCommand {
  return dockerCommand(
    'rm',
    ...(options.force ? [flag('--force')] : []),
    ...(options.volumes ? [flag('--volumes')] : []),
    ...names.map(value),
  );
}

/** `docker run --detach [--name NAME] [--publish HOST:CONTAINER]… IMAGE` */
export function runCommand(request: RunRequest): DockerCommand {
  const name = request.name === null ? [] : option('--name', request.name);
  const ports = request.ports.flatMap(({ hostPort, containerPort, protocol }, index) => {
    const host = hostPort === null ? '' : `${hostPort}:`;
    return option('--publish', `${host}${containerPort}${protocol === 'tcp' ? '' : `/${protocol}`}`, index);
  });
  return dockerCommand('run', flag('--detach'), ...name, ...ports, argument('image', request.image));
}

/** `docker logs --follow --timestamps NAME` */
export function logsCommand(name: string): DockerCommand {
  return dockerCommand('logs', flag('--follow'), flag('--timestamps'), value(name));
}

/** `docker port NAME` */
export function portCommand(name: string): DockerCommand {
  return dockerCommand('port', value(name));
}

/** `docker inspect NAME` */
export function inspectCommand(name: string): DockerCommand {
  return dockerCommand('inspect', value(name));
}

/** `docker ps --all` */
export function listContainersCommand(): DockerCommand {
  return dockerCommand('ps', flag('--all'));
}
