import { type DockerCommand, dockerCommand, flag, option, subcommand } from './command.ts';

/** `docker compose --project-name PROJECT logs --follow --timestamps` */
export function projectLogsCommand(project: string): DockerCommand {
  return {
    tokens: [
      ...dockerCommand('compose', ...option('--project-name', project)).tokens,
      ...subcommand('logs'),
      flag('--follow'),
      flag('--timestamps'),
    ],
  };
}
