import { type DockerCommand, dockerCommand, flag, value } from './command.ts';

/** Docker Hub is what the docker CLI means where no address stands. */
function server(address: string): DockerCommand['tokens'] {
  return address === 'docker.io' ? [] : [value(address)];
}

/** `docker login [ADDRESS] --username USERNAME --password-stdin` */
export function loginCommand({ address, username }: { address: string; username: string }): DockerCommand {
  return dockerCommand('login', ...server(address), flag('--username'), value(username), flag('--password-stdin'));
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
  return dockerCommand('search', flag('--limit'), value('25'), value(term));
}
