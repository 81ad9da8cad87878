import { type DockerCommand, dockerCommand, flag, value } from './command.ts';

/** `docker compose --project-name PROJECT logs --follow --timestamps` */
export function projectLogsCommand(project: string): DockerCommand {
  return {
    tokens: [
      ...dockerCommand('compose', flag('--project-name'), value(project)).tokens,
      { kind: 'subcommand', text: 'logs' },
      flag('--follow'),
      flag('--timestamps'),
    ],
  };
}
