import { localRegistry } from '../commands/registries.ts';
import type { EngineLink } from '../connections/engine-link.ts';
import type { BundledEngine } from '../daemon/bundled-engine.ts';
import { buildRegistryImage } from '../daemon/registry-image.ts';
import { isSameAddress } from '../docker/address.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { listInsecureRegistries } from '../docker/registry-settings.ts';
import type { Mirror } from '../mirror/mirror.ts';
import type { Log } from '../platform/log.ts';
import type { EnginePaths } from '../platform/paths.ts';
import { CredentialHelpers } from '../registries/credential-helper.ts';
import { StoredCredentials } from '../registries/credentials.ts';
import { DockerConfigFile } from '../registries/docker-config.ts';
import { LocalRegistry } from '../registries/local-registry.ts';
import { ImageRegistries, LocalRegistryContainer } from '../registries/mirror-registries.ts';
import { RegistryClient } from '../registries/registry-client.ts';
import { RegistryList } from '../registries/registry-list.ts';
import { HelperLink } from '../registries/secret-helper-link.ts';
import { SessionSecrets } from '../registries/secret-memory.ts';
import { SignIns } from '../registries/sign-in.ts';
import { systemCertsDir, Trust } from '../registries/trust.ts';
import type { Engine } from '../services/services.ts';

interface RegistriesOptions {
  readonly link: EngineLink;
  readonly mirror: Mirror;
  readonly bundled: BundledEngine;
  readonly paths: EnginePaths;
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
}

/** A limit is told beside other things; nobody waits longer for it. */
const limitMs = 10_000;

/** Makes what knows about registries and their secrets; whoever calls disposes of `registries`. */
export async function createRegistries({
  link,
  mirror,
  bundled,
  paths,
  env,
  log,
}: RegistriesOptions): Promise<
  Pick<Engine, 'credentials' | 'localRegistry' | 'registries' | 'registryClient' | 'trust'>
> {
  const connected = () => link.connected();
  const config = new DockerConfigFile(env);
  const helpers = new CredentialHelpers(env);
  const session = new SessionSecrets();
  const credentials = new StoredCredentials({
    config,
    helpers,
    session,
    onProblem: (address, problem) => registries.noteProblem(address, problem),
  });
  const trust = await Trust.open({
    engine: bundled,
    isOwnEngine: () => isSameAddress(connected().address, bundled.address),
    insecureRegistries: () => findInsecureRegistries(link, bundled),
    dataDir: paths.dataDir,
    certsDir: systemCertsDir,
    log,
  });
  const registryClient = new RegistryClient({ credentials, trust, log });
  const signIns = new SignIns({ connected, config, helpers, session, helperLink: new HelperLink(env), log });
  const registries = new RegistryList({
    connected,
    credentials,
    config,
    helpers,
    session,
    signIns,
    trust,
    local: new LocalRegistryContainer(mirror.containers, localRegistry.name),
    used: new ImageRegistries(mirror.images),
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

/** As the engine in use tells them; while none answers, as the bundled one is set. */
async function findInsecureRegistries(link: EngineLink, bundled: BundledEngine): Promise<readonly string[]> {
  let connection: DockerConnection;
  try {
    connection = link.connected();
  } catch {
    // It starts, or has stopped: its settings are there all the same.
    return bundled.insecureRegistries();
  }
  if (isSameAddress(connection.address, bundled.address)) return bundled.insecureRegistries();
  return listInsecureRegistries(connection, AbortSignal.timeout(limitMs));
}
