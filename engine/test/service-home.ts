import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type HelperFolder, makeHelperFolder } from './helper-folder.ts';
import type { RealDaemon } from './real-daemon.ts';
import { type ServiceClient, startServiceClient } from './service-client.ts';

/** A service and the docker CLI in one home of their own, with a folder for credential helpers. */
export interface ServiceHome extends AsyncDisposable {
  readonly dir: string;
  readonly helpers: HelperFolder;
  readonly service: ServiceClient;
  /** Runs the docker CLI; a failure is in `code`. */
  docker(argv: readonly string[], input?: string): ReturnType<RealDaemon['dockerCli']>;
}

/** Starts a service on this engine in a home that is empty; disposing it removes both. */
export async function openServiceHome(daemon: RealDaemon): Promise<ServiceHome> {
  await using opened = new AsyncDisposableStack();
  const dir = await mkdtemp(path.join(tmpdir(), 'bsh-'));
  opened.defer(() => rm(dir, { recursive: true, force: true }));
  const helpers = opened.use(await makeHelperFolder());
  const env = { ...helpers.env, HOME: dir, BERTH_LINK_DIR: path.join(dir, 'bin') };
  const service = opened.use(await startServiceClient(daemon.socketPath, null, { env }));
  const all = opened.move();
  return {
    dir,
    helpers,
    service,
    docker: (argv, input = '') =>
      daemon.dockerCli(argv, { input, env: { ...env, DOCKER_CONFIG: path.join(dir, '.docker') } }),
    [Symbol.asyncDispose]: () => all.disposeAsync(),
  };
}
