import { registryFactsOf, type RegistryFacts, type SignInWay } from '../../../engine/contract/registry-facts.ts';
import type { RegistryKind } from '../../../engine/contract/registry-kinds.ts';
import type { TextKey } from '../../i18n/translate.ts';

type WayOfKind<Key> = Key extends `registries.ways.${infer Way}.name` ? Way : never;
type WayWords = WayOfKind<TextKey>;

const byKind: Readonly<Partial<Record<RegistryKind, Partial<Record<SignInWay['id'], WayWords>>>>> = {
  'docker-hub': { token: 'dockerHubToken', password: 'dockerHubPassword' },
  github: { token: 'githubToken' },
  'google-artifact': { 'access-token': 'googleAccessToken', 'key-file': 'googleKeyFile' },
  'google-container': { 'access-token': 'googleAccessToken', 'key-file': 'googleKeyFile' },
  'amazon-private': { 'access-token': 'amazonAccessToken' },
  'amazon-public': { 'access-token': 'amazonAccessToken' },
  azure: { 'access-token': 'azureAccessToken', token: 'azureToken', admin: 'azureAdmin' },
  quay: { robot: 'quayRobot', token: 'quayToken', password: 'quayPassword' },
  gitlab: { token: 'gitlabToken', 'deploy-token': 'gitlabDeployToken', password: 'gitlabPassword' },
  harbor: { token: 'harborToken', robot: 'harborRobot', password: 'harborPassword' },
};

/** The words of a way to sign in, as a key of `registries.ways`: a registry's own words for it, where it has some. */
export function wayWords(kind: RegistryKind, way: SignInWay['id']): WayWords {
  return byKind[kind]?.[way] ?? (way === 'password' ? 'anyPassword' : 'anyToken');
}

/** The ways into a registry; of an address that is still being typed, those into any. */
export function waysOf(address: string | null): RegistryFacts {
  return registryFactsOf(address ?? 'registry.invalid');
}
