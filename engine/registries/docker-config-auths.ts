import type { EngineError } from '../platform/engine-error.ts';
import {
  emptyObject,
  type JsonNode,
  type JsonObject,
  memberOf,
  scalarValue,
  toJsonString,
  withMember,
  withoutMember,
} from './docker-config-text.ts';

/** What an entry of `auths` says; '' for what it does not say. An entry of which nothing is said only names a registry whose secret a helper keeps. */
export interface StoredAuth {
  readonly username: string;
  readonly secret: string;
  readonly identityToken: string;
  readonly registryToken: string;
}

/** The parts of Docker's `config.json` that are about registries (docker CLI, `cli/config/configfile/file.go`). */
export interface RegistryConfig {
  readonly auths: ReadonlyMap<string, StoredAuth>;
  /** The helper that keeps all secrets; '' where none is named. */
  readonly credsStore: string;
  /** Helpers for one registry each; '' stands for this file. */
  readonly credHelpers: ReadonlyMap<string, string>;
}

/** What stood in the file about one registry, so that it can be put back. */
export interface RegistryPart {
  readonly key: string;
  /** Whether there was a list of entries at all. */
  readonly hadAuths: boolean;
  readonly auth: JsonNode | null;
  readonly credHelper: JsonNode | null;
  readonly credsStore: JsonNode | null;
}

/** Names of credential helpers: they become the name of a program, so no path may hide in them. */
export const helperName = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

const standardBase64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Reads what is said about registries. `broken` makes the error; it is told which field is wrong, never what is in it. */
export function readRegistryConfig(root: JsonNode, broken: (why: string) => EngineError): RegistryConfig {
  const object = toObject(root, 'The file', broken);
  for (const name of ['auths', 'credHelpers', 'credsStore']) {
    if (object.members.filter(({ key }) => key === name).length > 1) throw broken(`“${name}” stands there twice.`);
  }
  const auths = new Map<string, StoredAuth>();
  for (const { key, value } of toObject(memberOf(object, 'auths'), '“auths”', broken).members) {
    auths.set(key, readAuth(toObject(value, `The entry “${key}” of “auths”`, broken), key, broken));
  }
  const credHelpers = new Map<string, string>();
  for (const { key, value } of toObject(memberOf(object, 'credHelpers'), '“credHelpers”', broken).members) {
    credHelpers.set(key, toHelperName(value, `The entry “${key}” of “credHelpers”`, broken));
  }
  return { auths, credHelpers, credsStore: toHelperName(memberOf(object, 'credsStore'), '“credsStore”', broken) };
}

function readAuth(entry: JsonObject, key: string, broken: (why: string) => EngineError): StoredAuth {
  const textOf = (name: string) => toText(memberOf(entry, name), `“${name}” of “${key}”`, broken);
  const common = { identityToken: textOf('identitytoken'), registryToken: textOf('registrytoken') };
  const encoded = textOf('auth').replaceAll(/[\r\n]/g, '');
  if (encoded === '') return { ...common, username: textOf('username'), secret: textOf('password') };
  const decoded = standardBase64.test(encoded) ? Buffer.from(encoded, 'base64').toString('utf8') : '';
  const colon = decoded.indexOf(':');
  if (colon < 1) throw broken(`“auth” of “${key}” is not a user name and a secret in base64.`);
  // Old versions of Docker padded with zeros, and the docker CLI cuts them off.
  return {
    ...common,
    username: decoded.slice(0, colon),
    secret: decoded.slice(colon + 1).replaceAll(/^\0+|\0+$/g, ''),
  };
}

/** Sets what the file says about a registry; fields that Berth does not know stay, those of an earlier sign-in go. */
export function withAuth(
  root: JsonObject,
  key: string,
  { username, secret, identityToken }: Pick<StoredAuth, 'username' | 'secret' | 'identityToken'>,
): JsonObject {
  const auths = objectMember(root, 'auths');
  let entry = objectMember(auths, key);
  for (const name of ['auth', 'username', 'password', 'identitytoken', 'registrytoken']) {
    entry = withoutMember(entry, name);
  }
  if (identityToken !== '') entry = withMember(entry, 'identitytoken', toJsonString(identityToken), 'first');
  if (username !== '' || secret !== '') {
    const encoded = Buffer.from(`${username}:${secret}`, 'utf8').toString('base64');
    entry = withMember(entry, 'auth', toJsonString(encoded), 'first');
  }
  return withMember(root, 'auths', withMember(auths, key, entry, 'sorted'), 'first');
}

/** An entry without a secret, as the docker CLI leaves one for each registry whose secret a helper keeps. */
export function withEmptyAuth(root: JsonObject, key: string): JsonObject {
  return withAuth(root, key, { username: '', secret: '', identityToken: '' });
}

export function withoutAuth(root: JsonObject, key: string): JsonObject {
  const auths = memberOf(root, 'auths');
  if (auths?.kind !== 'object' || memberOf(auths, key) === null) return root;
  return withMember(root, 'auths', withoutMember(auths, key), 'first');
}

/** Names the helper for one registry; '' for this file. */
export function withCredHelper(root: JsonObject, key: string, name: string): JsonObject {
  const helpers = withMember(objectMember(root, 'credHelpers'), key, toJsonString(name), 'sorted');
  return withMember(root, 'credHelpers', helpers, 'last');
}

/** Takes the helper of one registry away, and the field with the last one, as the docker CLI leaves out an empty one. */
export function withoutCredHelper(root: JsonObject, key: string): JsonObject {
  const helpers = memberOf(root, 'credHelpers');
  if (helpers?.kind !== 'object' || memberOf(helpers, key) === null) return root;
  const rest = withoutMember(helpers, key);
  return rest.members.length === 0 ? withoutMember(root, 'credHelpers') : withMember(root, 'credHelpers', rest, 'last');
}

export function withCredsStore(root: JsonObject, name: string): JsonObject {
  return withMember(root, 'credsStore', toJsonString(name), 'last');
}

/** What the file says about a registry now, to be put back by `withPart`. */
export function partOf(root: JsonObject, key: string): RegistryPart {
  return {
    key,
    hadAuths: memberOf(root, 'auths') !== null,
    auth: memberOf(objectMember(root, 'auths'), key),
    credHelper: memberOf(objectMember(root, 'credHelpers'), key),
    credsStore: memberOf(root, 'credsStore'),
  };
}

/** Puts back what the file said about a registry, whatever else has been changed since. */
export function withPart(root: JsonObject, { key, hadAuths, auth, credHelper, credsStore }: RegistryPart): JsonObject {
  let next =
    credsStore === null ? withoutMember(root, 'credsStore') : withMember(root, 'credsStore', credsStore, 'last');
  if (auth === null) {
    next = withoutAuth(next, key);
    const isEmpty = objectMember(next, 'auths').members.length === 0;
    if (isEmpty && !hadAuths) next = withoutMember(next, 'auths');
  } else {
    next = withMember(next, 'auths', withMember(objectMember(next, 'auths'), key, auth, 'sorted'), 'first');
  }
  if (credHelper === null) return withoutCredHelper(next, key);
  const helpers = withMember(objectMember(next, 'credHelpers'), key, credHelper, 'sorted');
  return withMember(next, 'credHelpers', helpers, 'last');
}

function objectMember(object: JsonObject, key: string): JsonObject {
  const member = memberOf(object, key);
  return member?.kind === 'object' ? member : emptyObject;
}

/** Go takes `null` for a field that is not there, and so do we. */
function isNothing(node: JsonNode | null): boolean {
  return node === null || (node.kind === 'scalar' && node.raw === 'null');
}

function toObject(node: JsonNode | null, what: string, broken: (why: string) => EngineError): JsonObject {
  if (node?.kind === 'object') return node;
  if (isNothing(node)) return emptyObject;
  throw broken(`${what} is not an object.`);
}

function toText(node: JsonNode | null, what: string, broken: (why: string) => EngineError): string {
  if (node === null || isNothing(node)) return '';
  const value = scalarValue(node);
  if (typeof value !== 'string') throw broken(`${what} is not a text.`);
  return value;
}

function toHelperName(node: JsonNode | null, what: string, broken: (why: string) => EngineError): string {
  const name = toText(node, what, broken);
  if (name !== '' && !helperName.test(name)) throw broken(`${what} is not the name of a credential helper.`);
  return name;
}
