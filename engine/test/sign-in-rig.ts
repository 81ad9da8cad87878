import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { connectToDocker, type DockerConnection } from '../docker/connect.ts';
import { CredentialHelpers, helperLimits } from '../registries/credential-helper.ts';
import { StoredCredentials } from '../registries/credentials.ts';
import { DockerConfigFile } from '../registries/docker-config.ts';
import { HelperLink } from '../registries/secret-helper-link.ts';
import { SessionSecrets } from '../registries/secret-memory.ts';
import type { Keep } from '../registries/secret-place.ts';
import { SignIns } from '../registries/sign-in.ts';
import type { RealDaemon } from './real-daemon.ts';
import { atSocket } from './at-socket.ts';

/** Berth and the docker CLI on one engine, each with a home of its own, or with one for both. */
export interface SignInRig extends AsyncDisposable {
  readonly berth: Home;
  readonly cli: Home;
  readonly signIns: SignIns;
  readonly session: SessionSecrets;
  readonly credentials: StoredCredentials;
  signIn(address: string, username: string, secret: string, keep: Keep): Promise<unknown>;
  signOut(address: string): Promise<void>;
  /** Runs the docker CLI in a home; a failure is in `code`. */
  docker(
    home: Home,
    argv: readonly string[],
    input?: string,
  ): Promise<{ code: number; stdout: string; stderr: string }>;
}

/** A folder with Docker's settings. */
export interface Home {
  readonly dir: string;
  readonly file: string;
  /** The config file's text; null where there is none. */
  read(): Promise<string | null>;
  write(config: object | string): Promise<void>;
}

/** `env` is what Berth and the CLI both see beside their homes; `DOCKER_CONFIG` is set for each. */
export async function openSignInRig(
  daemon: Pick<RealDaemon, 'socketPath' | 'dockerCli'>,
  env: Readonly<Record<string, string>>,
  limits: Partial<typeof helperLimits> = {},
): Promise<SignInRig> {
  const dir = await mkdtemp(path.join(tmpdir(), 'bsi-'));
  const [berth, cli] = [toHome(path.join(dir, 'berth')), toHome(path.join(dir, 'cli'))];
  const never = new AbortController().signal;
  const docker: DockerConnection = await connectToDocker(atSocket(daemon.socketPath), never);
  const berthEnv = { ...env, DOCKER_CONFIG: berth.dir };
  const log = pino({ level: 'silent' });
  const config = new DockerConfigFile(berthEnv);
  const helpers = new CredentialHelpers(berthEnv, { ...helperLimits, ...limits });
  const session = new SessionSecrets();
  const signIns = new SignIns({
    connected: () => docker,
    config,
    helpers,
    session,
    helperLink: new HelperLink(berthEnv),
    log,
  });
  return {
    berth,
    cli,
    signIns,
    session,
    credentials: new StoredCredentials({ config, helpers, session, onProblem: () => undefined }),
    signIn: (address, username, secret, keep) => signIns.signIn({ address, username, secret, keep }, never),
    signOut: (address) => signIns.signOut(address, never),
    docker: (home, argv, input) =>
      daemon.dockerCli(argv, {
        env: { ...env, DOCKER_CONFIG: home.dir },
        ...(input === undefined ? {} : { input }),
      }),
    async [Symbol.asyncDispose]() {
      docker[Symbol.dispose]();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

function toHome(dir: string): Home {
  const file = path.join(dir, 'config.json');
  return {
    dir,
    file,
    read: () => readFile(file, 'utf8').catch(() => null),
    async write(config) {
      await mkdir(dir, { recursive: true });
      await writeFile(file, typeof config === 'string' ? config : JSON.stringify(config));
    },
  };
}
