import type { RegistryStart } from '../contract/registries.ts';
import { argument, type DockerCommand, dockerCommand, flag, option, value } from './command.ts';

/** Docker Hub is what the docker CLI means where no address stands. */
function server(address: string): DockerCommand['tokens'] {
  return address === 'docker.io' ? [] : [value(address)];
}

/** `docker login [ADDRESS] --username USERNAME --password-stdin` */
export function loginCommand({ address, username }: { address: string; username: string }): DockerCommand {
  return dockerCommand('login', ...server(address), ...option('--username', username), flag('--password-stdin'));
}

/** `docker login [ADDRESS]`, which tries the secret that is stored before it asks for one. */
export function checkLoginCommand(address: string): DockerCommand {
  return dockerCommand('login', ...server(address));
}

/** `docker logout [ADDRESS]` */
export function logoutCommand(address: string): DockerCommand {
  return dockerCommand('logout', ...server(address));
}

/** `docker search --limit 25 TERM` */
export function searchCommand(term: string): DockerCommand {
  return dockerCommand('search', ...option('--limit', '25'), value(term));
}

/** The registry that Berth starts: its container, its volume, its image, and the label that containers of the image carry. */
export const localRegistry = {
  name: 'berth-registry',
  volume: 'berth-registry',
  image: 'berth/registry:2',
  label: 'berth.registry',
} as const;

/**
 * `docker run --detach --name berth-registry --restart unless-stopped … --publish 127.0.0.1:PORT:5000 … berth/registry:2`, or `docker start` or
 * `docker unpause berth-registry`; everybody's first registry has port 5000.
 */
export function localRegistryCommand(how: RegistryStart, hostPort = '5000'): DockerCommand {
  const { name, volume, image } = localRegistry;
  if (how !== 'created') return dockerCommand(how === 'started' ? 'start' : 'unpause', value(name));
  return dockerCommand(
    'run',
    flag('--detach'),
    ...option('--name', name),
    ...option('--restart', 'unless-stopped'),
    ...option('--publish', `127.0.0.1:${hostPort}:5000`),
    ...option('--volume', `${volume}:/var/lib/registry`),
    argument('image', image),
  );
}
