import {
  familiarReference,
  type ImageReference,
  parseImageReference,
  withDefaultTag,
} from '../../../engine/contract/image-reference.ts';
import { normalizeAddress } from '../../../engine/contract/registry-kinds.ts';
import type { Registry } from '../../../engine/contract/registries.ts';
import { toCanonicalReference } from '../../objects/image-reference.ts';

const dockerHub = 'docker.io';
const officialPrefix = 'library/';

/** Where an image goes: as the form has it. */
export interface PushForm {
  /** An image on this computer, by name or id. */
  readonly image: string;
  /** A registry's address. */
  readonly registry: string;
  readonly repository: string;
  readonly tag: string;
}

export type PushFault = 'address' | 'no-repository' | 'repository' | 'account' | 'tag';

/** The form to begin with: where the image's name points to, if that is somebody's; else the nearest registry of theirs. */
export function beginPush(image: string, registry: string, registries: Iterable<Registry>): PushForm {
  const known = [...registries];
  const reference = parseImageReference(image);
  const address = registry !== '' ? registry : (ownRegistryOf(reference) ?? nearestOf(known));
  return { image, registry: address, ...nameAt(reference, address, known), tag: reference?.tag || 'latest' };
}

/** The registry that a name points to, but for Docker Hub's own library, where only Docker pushes. */
function ownRegistryOf(reference: ImageReference | null): string | null {
  return reference === null || isOfficial(reference) ? null : reference.domain;
}

/** Whether a name is in Docker Hub's own library: every name without a registry and a slash is. */
export function isOfficial({ domain, path }: Pick<ImageReference, 'domain' | 'path'>): boolean {
  return domain === dockerHub && path.startsWith(officialPrefix);
}

/** One that somebody signed in to goes before the one on this computer, and that before Docker Hub. */
function nearestOf(registries: readonly Registry[]): string {
  const signedIn = registries.find(({ account }) => account !== null);
  return (signedIn ?? registries.find(({ isLocal }) => isLocal))?.id ?? dockerHub;
}

/** What an image is called in a registry, as far as it can be told: Docker Hub wants the account first. */
export function nameAt(
  reference: Pick<ImageReference, 'domain' | 'path'> | null,
  address: string,
  registries: Iterable<Registry>,
): { repository: string } {
  if (reference === null) return { repository: '' };
  if (reference.domain === address && !isOfficial(reference)) return { repository: reference.path };
  const path = reference.path.startsWith(officialPrefix) ? reference.path.slice(officialPrefix.length) : reference.path;
  if (address !== dockerHub) return { repository: path };
  const account = [...registries].find(({ id }) => id === dockerHub)?.account ?? '';
  const last = path.slice(path.lastIndexOf('/') + 1);
  return { repository: account === '' ? last : `${account}/${last}` };
}

/** The whole name in the registry; null together with what is wrong with it. */
export function targetOf(form: PushForm): { reference: string; fault: null } | { reference: null; fault: PushFault } {
  const address = normalizeAddress(form.registry);
  if (address === null) return { reference: null, fault: 'address' };
  const repository = form.repository.trim();
  if (repository === '') return { reference: null, fault: 'no-repository' };
  const name = parseImageReference(`${address}/${repository}`);
  if (name === null || name.tag !== '' || name.digest !== '') return { reference: null, fault: 'repository' };
  if (isOfficial(name)) return { reference: null, fault: 'account' };
  const whole = parseImageReference(`${address}/${repository}:${form.tag.trim() || 'latest'}`);
  if (whole === null || whole.digest !== '') return { reference: null, fault: 'tag' };
  return { reference: familiarReference(withDefaultTag(whole)), fault: null };
}

/** Whether the image has this name already, so that nothing has to be tagged. */
export function hasName(image: string, reference: string): boolean {
  return toCanonicalReference(image) === toCanonicalReference(reference);
}
