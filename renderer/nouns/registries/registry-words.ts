import { localRegistry } from '../../../engine/commands/registries.ts';
import type { Container } from '../../../engine/contract/containers.ts';
import type { Registry, SecretPlace } from '../../../engine/contract/registries.ts';
import { registryKindOf } from '../../../engine/contract/registry-kinds.ts';
import { useT } from '../../i18n/use-words.ts';
import type { TextKey, Translate } from '../../i18n/translate.ts';
import { statusOf } from '../../objects/container-status.ts';
import { registryLook, type RegistryLook } from './registry-look.ts';
import { useNowMs, usePending, useRows } from '../../stores/stores-context.tsx';
import type { Status, Tone } from '../../ui/status.ts';
import { statusWord } from '../../page/status-words.ts';
import { registryName } from '../../verbs/registry-verbs.ts';

/** How a registry is called in a list: its headline, and under it what that leaves out. */
export function registryTitle(
  { id, isLocal }: Pick<Registry, 'id' | 'isLocal'>,
  t: Translate,
): { readonly name: string; readonly fact: string; readonly isFactAddress: boolean } {
  if (isLocal) return { name: t('registries.localName'), fact: id, isFactAddress: true };
  const name = registryName(id, t);
  if (name !== id) return { name, fact: id, isFactAddress: true };
  return { name, fact: t(`registries.kinds.${registryKindOf(id)}`), isFactAddress: false };
}

/** The account as the list shows it; null where nobody is signed in. */
export function accountWords({ account }: Pick<Registry, 'account'>, t: Translate): string | null {
  return account === '' ? t('registries.tokenAccount') : account;
}

export interface ShownRegistryState {
  readonly glyph: Status;
  readonly tone: Tone;
  readonly word: string;
}

const pendingWords: Readonly<Record<string, Extract<TextKey, `registries.states.${string}`>>> = {
  'registry.check': 'registries.states.checking',
  'registry.sign-in': 'registries.states.signingIn',
  'registry.sign-out': 'registries.states.signingOut',
};

/** What is shown of a registry now: what a verb is doing to it, else how it is; of Berth's own, how its container is. */
export function useRegistryState(registry: Registry): ShownRegistryState {
  const t = useT();
  const container = useRows('containers', ({ rows }) =>
    registry.isLocal ? findLocalRegistry(rows.values()) : undefined,
  );
  const nowMs = useNowMs();
  const pending = usePending(registry.id);
  const key = pending === undefined ? undefined : pendingWords[pending.verbId];
  if (key !== undefined) return { glyph: 'starting', tone: 'busy', word: t(key) };
  if (container !== undefined && registry.account === null) {
    const { kind, glyph, tone } = statusOf(container);
    return { glyph, tone, word: statusWord(kind, t) };
  }
  const look = registryLook(registry, nowMs);
  return { glyph: look.glyph, tone: look.tone, word: stateWord(look, t) };
}

/** The container of the registry that Berth starts. */
export function findLocalRegistry(containers: Iterable<Container>): Container | undefined {
  for (const container of containers) if (container.name === localRegistry.name) return container;
  return undefined;
}

/** The word of a state. */
export function stateWord({ kind, daysLeft }: RegistryLook, t: Translate): string {
  switch (kind) {
    case 'signed-in':
      return t('registries.states.signedIn');
    case 'unchecked':
      return t('registries.states.unchecked');
    case 'refused':
      return t('registries.states.refused');
    case 'unreachable':
      return t('registries.states.unreachable');
    case 'signed-out':
      return t('registries.states.signedOut');
    case 'ended':
      return t('registries.states.ended');
    case 'ends':
      return daysLeft === 0 ? t('registries.states.endsToday') : t('registries.states.endsIn', { count: daysLeft });
  }
}

/** Where the secret is, in a word or two; null where there is none. */
export function secretWords(place: SecretPlace | null, t: Translate): string | null {
  if (place === null) return null;
  if (place.kind === 'file') return t('registries.secretIn.file');
  if (place.kind === 'session') return t('registries.secretIn.session');
  switch (place.name) {
    case 'osxkeychain':
    case 'berth':
      return t('registries.secretIn.keychain');
    case 'secretservice':
      return t('registries.secretIn.keyring');
    case 'wincred':
      return t('registries.secretIn.windows');
    case 'pass':
      return t('registries.secretIn.pass');
    default:
      return t('registries.secretIn.cloud', { name: place.name });
  }
}

/** What keeps the secrets behind a credential helper. */
export function storeWords(helper: string, t: Translate): string {
  switch (helper) {
    case 'osxkeychain':
    case 'secretservice':
    case 'wincred':
    case 'pass':
    case 'berth':
    case 'gcloud':
    case 'ecr-login':
    case 'acr-env':
      return t(`registries.chain.places.${helper}`);
    default:
      return t('registries.chain.places.other');
  }
}

/** Whether a helper is a cloud's, which makes secrets of its own instead of keeping them. */
export function isCloudHelper(helper: string): boolean {
  return helper === 'gcloud' || helper === 'ecr-login' || helper === 'acr-env';
}
