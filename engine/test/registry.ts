import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { networkInterfaces, tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { toBundleFiles } from '../daemon/bundle/bundle-files.ts';
import { ensureBundlePart } from '../daemon/engine-bundle.ts';
import { toEnginePaths } from '../platform/paths.ts';
import { runProgram } from '../platform/process.ts';
import type { Authority, Certificate } from './certificates.ts';
import type { TokenServer } from './token-server.ts';

const startMs = 15_000;

export interface RegistryOptions {
  /** An address of this machine; 127.0.0.1 unless told. */
  readonly host?: string;
  /** Who may sign in, with passwords: then nobody else may do anything (htpasswd). */
  readonly accounts?: Readonly<Record<string, string>>;
  /** Speaks https, with a certificate of this authority. */
  readonly tls?: Authority;
  /** Takes the tokens of this server instead. */
  readonly tokens?: TokenServer;
}

/** A real registry of images on this machine. */
export interface Registry extends AsyncDisposable {
  /** Such as `127.0.0.1:40123`, which begins the names of its images. */
  readonly address: string;
  readonly url: string;
  /** The authority's certificate where it speaks https. */
  readonly certificate: string | null;
  /** The one that it shows itself. */
  readonly serverCertificate: string | null;
  /** Forgets all that was pushed. */
  readonly empty: () => Promise<void>;
}

/** Starts Debian's docker-registry with an empty store on a free port; disposing it removes both. */
export async function startRegistry(options: RegistryOptions = {}): Promise<Registry> {
  const program = await findRegistryProgram();
  const dir = await mkdtemp(path.join(tmpdir(), 'berth-registry-'));
  const host = options.host ?? '127.0.0.1';
  const configFile = path.join(dir, 'config.json');
  const store = path.join(dir, 'store');
  const server = options.tls?.issue({ hosts: [host, 'localhost'] }) ?? null;
  const [auth, tls] = await Promise.all([writeAuth(dir, options), writeTls(dir, server)]);
  // YAML takes JSON.
  const config = {
    version: 0.1,
    log: { level: 'info', formatter: 'json', accesslog: { disabled: true } },
    storage: { filesystem: { rootdirectory: store }, delete: { enabled: true } },
    http: { addr: `${host}:0`, secret: 'tests', ...tls },
    ...auth,
  };
  await writeFile(configFile, JSON.stringify(config));
  const child = spawn(program, ['serve', configFile], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { OTEL_TRACES_EXPORTER: 'none' },
  });
  const ended = once(child, 'exit');
  const said: string[] = [];
  const lines = createInterface(child.stderr);
  const port = new Promise<string>((resolve) => {
    lines.on('line', (line) => {
      said.push(line);
      const found = /listening on [^\s",]+:(\d+)/.exec(line)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  const stop = async (): Promise<void> => {
    // Ended here, and nobody holds an image half written: the store goes too.
    child.kill('SIGKILL');
    await ended;
    await rm(dir, { recursive: true, force: true });
  };
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), startMs);
  try {
    const started = await Promise.race([port, ended.then(() => null), once(late.signal, 'abort').then(() => null)]);
    if (started === null) throw new Error(`The registry did not start:\n${said.join('\n')}`);
    const address = `${host}:${started}`;
    return {
      address,
      url: `${tls === null ? 'http' : 'https'}://${address}`,
      certificate: options.tls?.certificate ?? null,
      serverCertificate: server?.certificate ?? null,
      // It keeps nothing of its store in memory.
      empty: () => rm(store, { recursive: true, force: true }),
      [Symbol.asyncDispose]: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

async function writeAuth(dir: string, { accounts, tokens }: RegistryOptions): Promise<{ auth: object } | null> {
  if (tokens !== undefined) {
    const rootcertbundle = path.join(dir, 'tokens.pem');
    await writeFile(rootcertbundle, tokens.certificate);
    return { auth: { token: { realm: tokens.realm, service: tokens.service, issuer: tokens.issuer, rootcertbundle } } };
  }
  if (accounts === undefined) return null;
  const file = path.join(dir, 'htpasswd');
  const lines = await Promise.all(
    Object.entries(accounts).map(async ([account, password]) => `${account}:${await toBcrypt(password)}\n`),
  );
  await writeFile(file, lines.join(''));
  return { auth: { htpasswd: { realm: 'Berth tests', path: file } } };
}

async function writeTls(dir: string, server: Certificate | null): Promise<{ tls: object } | null> {
  if (server === null) return null;
  const files = { certificate: path.join(dir, 'server.pem'), key: path.join(dir, 'server.key') };
  await Promise.all([writeFile(files.certificate, server.certificate), writeFile(files.key, server.key)]);
  return { tls: files };
}

/** The registry takes bcrypt only. Perl is on every Debian, and its crypt(3) knows bcrypt; 4 is its lowest cost. */
async function toBcrypt(password: string): Promise<string> {
  const salt = `$2b$04$${randomBytes(16).toString('hex').slice(0, 21)}u`;
  const argv = ['perl', '-e', 'local $/; print crypt(<STDIN>, $ARGV[0])', salt] as const;
  return (await runProgram(argv, { input: password, timeoutMs: 10_000 })).stdout;
}

async function findRegistryProgram(): Promise<string> {
  const bundle = await ensureBundlePart('registry', toEnginePaths(process.env).cacheDir, new AbortController().signal);
  return toBundleFiles(bundle).registry;
}

/** An IPv4 address of this machine that is not loopback: dockerd speaks http to loopback registries by itself, and takes any certificate. */
export function ownAddress(): string {
  const all = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const found = all.find(({ family, internal }) => family === 'IPv4' && !internal);
  if (found === undefined) throw new Error('This machine has no address of its own');
  return found.address;
}
