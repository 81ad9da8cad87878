import { cloudHelperOf, configKeyOf } from '../contract/registry-kinds.ts';
import type { KeepingPlaces } from '../contract/registries.ts';
import { EngineError } from '../platform/engine-error.ts';
import type { CredentialHelpers } from './credential-helper.ts';
import { helperOf } from './credentials.ts';
import type { DockerConfigFile } from './docker-config.ts';
import { toEngineError, toProblem } from './registry-list-check.ts';
import { berthHelper } from './secret-helper-link.ts';

/** Helpers of a computer's own keychain, which a user may choose for one registry. */
const keychainHelpers = ['secretservice', 'pass', 'osxkeychain', 'wincred', berthHelper];

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
