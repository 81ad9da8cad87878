import type { KeepingPlaces } from '../contract/registries.ts';
import { cloudHelperOf, configKeyOf } from '../contract/registry-kinds.ts';
import { EngineError } from '../platform/engine-error.ts';
import type { CredentialHelpers } from './credential-helper.ts';
import { helperOf } from './credentials.ts';
import { type RegistryConfig, withCredHelper, withCredsStore, withoutCredHelper } from './docker-config-auths.ts';
import type { JsonObject } from './docker-config-text.ts';
import type { DockerConfigFile } from './docker-config.ts';
import { toEngineError, toProblem } from './registry-check.ts';
import { berthHelper } from './secret-helper-link.ts';

/** Helpers of a computer's own keychain, which a user may choose for one registry. */
const keychainHelpers = ['secretservice', 'pass', 'osxkeychain', 'wincred', berthHelper];

/** Where the user wants a secret to be kept. */
export type Keep =
  | { readonly kind: 'as-docker' }
  | { readonly kind: 'helper'; readonly name: string }
  | { readonly kind: 'plain-text' }
  | { readonly kind: 'session' };

/** Where a secret goes that is stored for good. */
export interface Place {
  /** '' for the file. */
  readonly helper: string;
  /** The one that has kept this registry's secrets until now. */
  readonly usual: string;
  /** What the file has to say for the docker CLI to find the secret there. */
  readonly edit: (root: JsonObject) => JsonObject;
}

/** Where the docker CLI would keep a registry's secret, whether that can be, and what else could be had. */
export async function findKeepingPlaces(
  { config, helpers }: { readonly config: DockerConfigFile; readonly helpers: CredentialHelpers },
  address: string,
  signal: AbortSignal,
): Promise<KeepingPlaces> {
  const read = await config.read().catch(toEngineError);
  const usual = read instanceof EngineError ? '' : await helperOf(read, configKeyOf(address), helpers);
  const others = keychainHelpers.filter((name) => name !== usual);
  const [unfit, ...isReady] = await Promise.all([
    usual === '' ? null : helpers.whyUnfit(usual, signal),
    ...others.map(async (name) => (await helpers.isInstalled(name)) && (await helpers.whyUnfit(name, signal)) === null),
  ]);
  const problem = read instanceof EngineError ? read : unfit;
  const cloud = cloudHelperOf(address);
  return {
    place: usual === '' ? null : { kind: 'helper', name: usual },
    problem: problem === null ? null : toProblem(problem),
    cloudHelper: cloud !== null && cloud !== usual && (await helpers.isInstalled(cloud)) ? cloud : null,
    helpers: others.filter((_, index) => isReady[index]),
    configPath: config.path,
  };
}

/** Throws `secret-unprotected` where that would be plain text and nobody agreed to it, `helper-missing`, and as the config file does. */
export async function toPlace(
  { config: file, helpers }: { readonly config: DockerConfigFile; readonly helpers: CredentialHelpers },
  address: string,
  keep: Exclude<Keep, { kind: 'session' }>,
): Promise<Place> {
  const config = await file.read();
  const key = configKeyOf(address);
  const usual = await helperOf(config, key, helpers);
  if (keep.kind === 'plain-text') {
    const edit = (root: JsonObject): JsonObject =>
      config.credsStore === '' ? withoutCredHelper(root, key) : withCredHelper(root, key, '');
    return { helper: '', usual, edit };
  }
  const name = keep.kind === 'helper' ? keep.name : usual;
  if (name === '') {
    throw new EngineError('conflict', 'No credential helper is set, and none of this system is installed.', {
      reason: 'secret-unprotected',
      params: { registry: address, path: file.path },
    });
  }
  await helpers.mustBeInstalled(name);
  const edit = (root: JsonObject): JsonObject =>
    name === usual ? withDetected(root, config, key, name) : withCredHelper(root, key, name);
  return { helper: name, usual, edit };
}

/** As the docker CLI, which writes down the system's helper that it has found with the first secret. */
function withDetected(root: JsonObject, config: RegistryConfig, key: string, name: string): JsonObject {
  return config.credHelpers.has(key) || config.credsStore !== '' ? root : withCredsStore(root, name);
}
