import { localRegistry } from '../commands/registries.ts';
import { type Driver, systemCertsDir } from '../daemon/driver.ts';
import { buildRegistryImage } from '../daemon/registry-image.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { listInsecureRegistries } from '../docker/registry-settings.ts';
import type { Mirror } from '../mirror/mirror.ts';
import type { Log } from '../platform/log.ts';
import type { EnginePaths } from '../platform/paths.ts';
import { CredentialHelpers } from '../registries/credential-helper.ts';
import { type Credentials, StoredCredentials } from '../registries/credentials.ts';
import { DockerConfigFile } from '../registries/docker-config.ts';
import { LocalRegistry } from '../registries/local-registry.ts';
import { ImageRegistries, LocalRegistryContainer } from '../registries/mirror-registries.ts';
import { RegistryClient } from '../registries/registry-client.ts';
import { RegistryList } from '../registries/registry-list.ts';
import { HelperLink } from '../registries/secret-helper-link.ts';
import { SessionSecrets } from '../registries/secret-memory.ts';
import { SignIns } from '../registries/sign-in.ts';
import { Trust } from '../registries/trust.ts';

/** Where sign-ins are kept, the same for all engines: one person has them. */
export interface SignInPlaces {
  readonly config: DockerConfigFile;
  readonly helpers: CredentialHelpers;
  readonly session: SessionSecrets;
  readonly helperLink: HelperLink;
}

/** What one engine needs to work with registries. */
export interface EngineRegistries {
  readonly credentials: Credentials;
  readonly registries: RegistryList;
  readonly localRegistry: LocalRegistry;
  readonly registryClient: RegistryClient;
  readonly trust: Trust;
}

interface RegistriesOptions {
  readonly connected: () => DockerConnection;
  readonly driver: Driver | null;
  readonly mirror: Mirror;
  readonly signInPlaces: SignInPlaces;
  readonly paths: EnginePaths;
  readonly log: Log;
}

/** A limit is told beside other things; nobody waits longer for it. */
const limitMs = 10_000;

/** The places that the docker CLI uses with this environment. */
export function createSignInPlaces(env: NodeJS.ProcessEnv): SignInPlaces {
  return {
    config: new DockerConfigFile(env),
    helpers: new CredentialHelpers(env),
    session: new SessionSecrets(),
    helperLink: new HelperLink(env),
  };
}

/** Makes what one engine needs to work with registries; the caller disposes of `registries`. */
export async function createEngineRegistries({
  connected,
  driver,
  mirror,
  signInPlaces,
  paths,
  log,
}: RegistriesOptions): Promise<EngineRegistries> {
  const { config, helpers, session, helperLink } = signInPlaces;
  const credentials = new StoredCredentials({
    config,
    helpers,
    session,
    onProblem: (address, problem) => registries.noteProblem(address, problem),
  });
  const trust = await Trust.open({
    insecureRegistries: driver?.capabilities.insecureRegistries ?? {
      read: async () => listInsecureRegistries(connected(), AbortSignal.timeout(limitMs)),
      set: null,
    },
    dataDir: paths.dataDir,
    certsDir: driver?.capabilities.certsDir ?? systemCertsDir,
    log,
  });
  const registryClient = new RegistryClient({ credentials, trust, log });
  const signIns = new SignIns({ connected, config, helpers, session, helperLink, log });
  const registries = new RegistryList({
    connected,
    credentials,
    config,
    helpers,
    session,
    signIns,
    trust,
    local: new LocalRegistryContainer(mirror.of('containers'), localRegistry.name),
    used: new ImageRegistries(mirror.of('images')),
    ping: (address, signal) => registryClient.ping(address, signal),
    limitOf: (address, signal) => registryClient.limitOf(address, signal),
    limitMs,
    log,
  });
  const local = new LocalRegistry({
    connected,
    names: localRegistry,
    build: (signal) => buildRegistryImage(paths.cacheDir, localRegistry.image, localRegistry.label, signal),
  });
  return { credentials, localRegistry: local, registries, registryClient, trust };
}
