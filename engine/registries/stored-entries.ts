import { createHash } from 'node:crypto';
import type { SecretPlace } from '../contract/registries.ts';
import { cloudHelperOf, configKeyOf, normalizeAddress } from '../contract/registry-kinds.ts';
import type { CredentialHelpers } from './credential-helper.ts';
import { authOf, helperOf, toHostName } from './credentials.ts';
import type { RegistryConfig } from './docker-config-auths.ts';

/** What is stored for a registry, as far as that can be told without asking for the secret. */
export interface StoredEntry {
  /** Null where there is a setting for the registry but no secret. */
  readonly account: string | null;
  readonly secretIn: SecretPlace | null;
  /** Changes when the secret does, where that can be seen. */
  readonly mark: string;
}

/** What each helper that is in use has, by key; null where it could not tell. */
export type HelperLists = ReadonlyMap<string, ReadonlyMap<string, string> | null>;

const signedOut: StoredEntry = { account: null, secretIn: null, mark: '' };

/** The helpers that Docker's config file makes use of. A cloud's helper is not asked for its list: it signs in to its cloud for that. */
export async function helpersInUse(config: RegistryConfig, helpers: CredentialHelpers): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const [key, name] of config.credHelpers) if (name !== cloudHelperOf(key)) names.add(name);
  names.add(await helperOf(config, '', helpers));
  names.delete('');
  return [...names];
}

/** Every registry that Docker's config file or a helper in use knows, by address. */
export async function storedEntries(
  config: RegistryConfig,
  lists: HelperLists,
  helpers: CredentialHelpers,
): Promise<Map<string, StoredEntry>> {
  const keys = new Set([...config.auths.keys(), ...config.credHelpers.keys()]);
  const general = await helperOf(config, '', helpers);
  for (const key of lists.get(general)?.keys() ?? []) keys.add(key);
  const found = new Map<string, StoredEntry>();
  for (const written of keys) {
    const address = toAddress(written);
    if (address === null || found.has(address)) continue;
    found.set(address, await entryOf(config, lists, helpers, address));
  }
  return found;
}

async function entryOf(
  config: RegistryConfig,
  lists: HelperLists,
  helpers: CredentialHelpers,
  address: string,
): Promise<StoredEntry> {
  const key = configKeyOf(address);
  const name = await helperOf(config, key, helpers);
  if (name === '') {
    const auth = authOf(config, key);
    const secret = auth === null ? '' : auth.secret + auth.identityToken + auth.registryToken;
    if (auth === null || secret === '') return signedOut;
    return { account: auth.username, secretIn: { kind: 'file' }, mark: toMark(auth.username, secret) };
  }
  const secretIn = { kind: 'helper', name } as const;
  if (name === cloudHelperOf(address)) return { account: '', secretIn, mark: name };
  const list = lists.get(name);
  // A helper that does not tell what it has: there is an entry for it, so somebody signed in.
  if (list === null || list === undefined) return { account: '', secretIn, mark: name };
  const account = list.get(key);
  return account === undefined ? signedOut : { account, secretIn, mark: `${name} ${account}` };
}

/**
 * The address that a key in Docker's config file is for; null for one that counts for no image: Docker Hub has one key only, and its other
 * spellings are read by nobody; Docker Desktop keeps tokens of its own beside it.
 */
function toAddress(key: string): string | null {
  if (key === configKeyOf('docker.io')) return 'docker.io';
  const address = normalizeAddress(toHostName(key));
  return address === 'docker.io' ? null : address;
}

/** Tells one secret from another without keeping it. */
function toMark(username: string, secret: string): string {
  return createHash('sha256').update(`${username}\n${secret}`).digest('base64');
}
