import { homedir } from 'node:os';
import path from 'node:path';

/** The folder of the docker CLI's own configuration (docker CLI reference, 'Environment variables'); an empty `DOCKER_CONFIG` counts as none. */
export function toDockerConfigDir(env: NodeJS.ProcessEnv): string {
  const named = env['DOCKER_CONFIG'] ?? '';
  return named === '' ? path.join(env['HOME'] ?? homedir(), '.docker') : named;
}
