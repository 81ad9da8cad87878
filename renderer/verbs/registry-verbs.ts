import { KeyRound, LibraryBig, LogIn, LogOut, Plus, RefreshCw, Search } from 'lucide-react';
import { scriptOn } from '../../engine/commands/command.ts';
import {
  checkLoginCommand,
  localRegistryCommand,
  loginCommand,
  logoutCommand,
  searchCommand,
} from '../../engine/commands/registries.ts';
import type { Container } from '../../engine/contract/containers.ts';
import { registryKindOf } from '../../engine/contract/registry-kinds.ts';
import type { FoundImage, Registry } from '../../engine/contract/registries.ts';
import type { EngineClient } from '../client/engine-client.ts';
import type { Translate } from '../i18n/translate.ts';
import { forEachTarget } from './for-each-target.ts';
import { places } from './places.ts';
import type { Verb } from './verb.ts';

/** What people call a registry: its name where it is a public one, else its address. */
export function registryName(address: string, t: Translate): string {
  const kind = registryKindOf(address);
  return kind === 'local' || kind === 'private' ? address : t(`registries.kinds.${kind}`);
}

const named = (targets: readonly { readonly id: string }[], t: Translate) => ({
  count: targets.length,
  name: registryName(targets[0]?.id ?? '', t),
});

// ADDRESS and USERNAME stand for what the form asks, as in Docker's own synopsis.
const emptyLogin = loginCommand({ address: 'ADDRESS', username: 'USERNAME' });

/** Opens the form for signing in, empty. */
export const openSignIn: Verb<never> = {
  id: 'app.sign-in',
  label: (t) => t('registries.verbs.openSignIn.label'),
  title: (t) => t('registries.verbs.openSignIn.title'),
  icon: Plus,
  isReading: true,
  opensForm: true,
  applies: () => true,
  script: (engine) => scriptOn(engine, emptyLogin),
  failure: (t) => t('registries.verbs.openSignIn.failure'),
  async run({ dialogs }) {
    dialogs.show({ kind: 'sign-in', address: '', username: '' });
    return [];
  },
};

/** Opens the form with this registry in it. */
export const signInTo: Verb<Registry> = {
  id: 'registry.sign-in-to',
  label: (t) => t('registries.verbs.signInTo.label'),
  title: (t, targets) => t('registries.verbs.signInTo.title', named(targets, t)),
  icon: LogIn,
  isReading: true,
  opensForm: true,
  applies: ([registry, ...more]) => {
    if (registry === undefined || more.length > 0) return 'verbs.refusals.onlyOne';
    return registry.account === null ? true : 'verbs.refusals.signedIn';
  },
  script: (engine, [registry]) =>
    scriptOn(engine, loginCommand({ address: registry?.id ?? 'ADDRESS', username: 'USERNAME' })),
  failure: (t, targets) => t('registries.verbs.signIn.failure', named(targets, t)),
  async run({ dialogs }, [registry]) {
    dialogs.show({ kind: 'sign-in', address: registry?.id ?? '', username: '' });
    return [];
  },
};

/** Opens the form with this registry and its account in it, for a new token. */
export const replaceToken: Verb<Registry> = {
  id: 'registry.replace-token',
  label: (t) => t('registries.verbs.replaceToken.label'),
  title: (t, targets) => t('registries.verbs.replaceToken.title', named(targets, t)),
  icon: KeyRound,
  isReading: true,
  opensForm: true,
  applies: ([registry, ...more]) => {
    if (registry === undefined || more.length > 0) return 'verbs.refusals.onlyOne';
    return registry.account === null ? 'verbs.refusals.notSignedIn' : true;
  },
  script: (engine, [registry]) =>
    scriptOn(engine, loginCommand({ address: registry?.id ?? 'ADDRESS', username: registry?.account || 'USERNAME' })),
  failure: (t, targets) => t('registries.verbs.signIn.failure', named(targets, t)),
  async run({ dialogs }, [registry]) {
    dialogs.show({ kind: 'sign-in', address: registry?.id ?? '', username: registry?.account ?? '' });
    return [];
  },
};

export type SignInRequest = Parameters<EngineClient['registries']['signIn']>[0];

/** What the form asks for. The secret is taken at the last moment, so that nothing that outlives the call holds it. */
export interface SignInTarget {
  /** The registry's address. */
  readonly id: string;
  readonly username: string;
  readonly keep: SignInRequest['keep'];
  readonly takeSecret: () => string;
}

/** Signs in: the registry is asked first, and what it refuses is not stored. */
export const signIn: Verb<SignInTarget, Registry> = {
  id: 'registry.sign-in',
  label: (t) => t('registries.verbs.signIn.label'),
  title: (t, targets) => t('registries.verbs.signIn.title', named(targets, t)),
  icon: LogIn,
  applies: (targets) => (targets.length === 1 ? true : 'verbs.refusals.onlyOne'),
  script: (engine, [target]) =>
    scriptOn(
      engine,
      target === undefined ? emptyLogin : loginCommand({ address: target.id, username: target.username || 'USERNAME' }),
    ),
  failure: (t, targets) => t('registries.verbs.signIn.failure', named(targets, t)),
  run: forEachTarget(({ client }, { id, username, keep, takeSecret }, { signal }) =>
    client.registries.signIn({ address: id, username, secret: takeSecret(), keep }, { signal }),
  ),
};

/** `docker logout`: forgets the account and its secret. */
export const signOut: Verb<Registry> = {
  id: 'registry.sign-out',
  label: (t) => t('registries.verbs.signOut.label'),
  title: (t, targets) => t('registries.verbs.signOut.title', named(targets, t)),
  icon: LogOut,
  applies: (targets) => {
    if (targets.length === 0) return 'verbs.refusals.noTargets';
    return targets.every(({ account }) => account !== null) ? true : 'verbs.refusals.notSignedIn';
  },
  script: (engine, [registry]) => scriptOn(engine, logoutCommand(registry?.id ?? 'ADDRESS')),
  failure: (t, targets) => t('registries.verbs.signOut.failure', named(targets, t)),
  run: forEachTarget(({ client }, { id }, { signal }) => client.registries.signOut({ address: id }, { signal })),
};

/** Tries the stored secret, and asks how many pulls are left. */
export const checkRegistry: Verb<Registry, Registry> = {
  id: 'registry.check',
  label: (t) => t('registries.verbs.check.label'),
  title: (t, targets) => t('registries.verbs.check.title', named(targets, t)),
  icon: RefreshCw,
  applies: (targets) => (targets.length > 0 ? true : 'verbs.refusals.noTargets'),
  script: (engine, [registry]) => scriptOn(engine, checkLoginCommand(registry?.id ?? 'ADDRESS')),
  failure: (t, targets) => t('registries.verbs.check.failure', named(targets, t)),
  run: forEachTarget(({ client }, { id }, { signal }) => client.registries.check({ address: id }, { signal })),
};

/** Starts a registry as a container of this engine; its target is the container that is there already, if one is. */
export const startLocalRegistry: Verb<Container, { readonly address: string }> = {
  id: 'app.start-local-registry',
  label: (t) => t('registries.verbs.startLocal.label'),
  title: (t) => t('registries.verbs.startLocal.title'),
  icon: LibraryBig,
  applies: () => true,
  script: (engine, [container]) =>
    scriptOn(
      engine,
      localRegistryCommand(container === undefined ? 'created' : container.state === 'paused' ? 'unpaused' : 'started'),
    ),
  failure: (t) => t('registries.verbs.startLocal.failure'),
  async run({ client, engine, navigate, ran }, _targets, { signal }) {
    // At once: who has gone elsewhere when it is ready is not called back.
    navigate(places.registries);
    const { how, address } = await client.registries.startLocal(undefined, { signal });
    ran(scriptOn(engine, localRegistryCommand(how, address.split(':').at(-1))));
    return [{ address }];
  },
};

/** Looks for images on Docker Hub. */
export const searchImages: Verb<{ readonly term: string }, readonly FoundImage[]> = {
  id: 'registry.search',
  label: (t) => t('registries.verbs.search.label'),
  title: (t, [asked]) => t('registries.verbs.search.title', { term: asked?.term ?? '' }),
  icon: Search,
  isReading: true,
  applies: (targets) => (targets.length === 1 ? true : 'verbs.refusals.onlyOne'),
  script: (engine, [asked]) => scriptOn(engine, searchCommand(asked?.term ?? 'TERM')),
  failure: (t) => t('registries.verbs.search.failure'),
  async run({ client }, [asked], { signal }) {
    return [await client.registries.search({ term: asked?.term ?? '' }, { signal })];
  },
};

/** In the order of a menu. */
export const registryVerbs: readonly Verb<Registry>[] = [signInTo, replaceToken, checkRegistry, signOut];
