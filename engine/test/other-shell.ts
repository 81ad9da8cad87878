import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { DockerCommand } from '../commands/command.ts';
import { scriptOn, toArgv } from '../commands/command.ts';
import type { LineEngine } from '../contract/journal.ts';
import { toBundleFiles } from '../daemon/bundle/bundle-files.ts';
import type { RealDaemon } from './real-daemon.ts';
import { type ServiceClient, untilRow } from './service-client.ts';

/** The context of the engine, where the shell has one. */
export const otherShellContext = 'tested';

/**
 * A shell whose plain `docker` reaches another engine than the one that is tested: a context is
 * current whose socket is not there.
 */
export interface OtherShell extends AsyncDisposable {
  /** For the service and the shell alike. */
  readonly env: Readonly<Record<string, string>>;
  /** Runs a command's line as it is printed for this shell. */
  run(command: DockerCommand, engine: LineEngine, input?: string): ReturnType<RealDaemon['dockerCli']>;
}

/** Makes its docker config folder, with a context `tested` of the engine when `hasContext`. */
export async function openOtherShell(daemon: RealDaemon, hasContext: boolean): Promise<OtherShell> {
  if (daemon.engine.bundle === null) throw new Error('The engine has not been started');
  const { cliPluginsDir } = toBundleFiles(daemon.engine.bundle);
  const dir = await mkdtemp(path.join(tmpdir(), 'bos-'));
  const config = path.join(dir, 'docker');
  await mkdir(config);
  const env = { DOCKER_CONFIG: config, DOCKER_HOST: '' };
  const addContext = async (name: string, socketPath: string) => {
    const argv = ['context', 'create', name, '--docker', `host=unix://${socketPath}`];
    const { code, stderr } = await daemon.dockerCli(argv, { env });
    if (code !== 0) throw new Error(stderr);
  };
  await addContext('elsewhere', path.join(dir, 'nothing.sock'));
  if (hasContext) await addContext(otherShellContext, daemon.socketPath);
  await writeFile(
    path.join(config, 'config.json'),
    JSON.stringify({ currentContext: 'elsewhere', cliPluginsExtraDirs: [cliPluginsDir] }),
  );
  return {
    env,
    run(command, engine, input = '') {
      const argv = scriptOn(engine, command).flatMap(toArgv);
      return daemon.dockerCli(argv, { input, env });
    },
    [Symbol.asyncDispose]: () => rm(dir, { recursive: true, force: true }),
  };
}

/** The engine that a service began with, as it says that a shell reaches it. */
export async function lineEngineOf(service: Pick<ServiceClient, 'client' | 'engineId'>): Promise<LineEngine> {
  const { id, shell } = await untilRow(service.client, service.engineId, () => true);
  return { id, shell };
}
