import type { Registry } from '../../../engine/contract/registries.ts';
import type { Translate } from '../../i18n/translate.ts';
import { compareText, toNaturalKey } from '../../objects/natural-order.ts';
import type { RegistryItem } from './registries-grid.tsx';
import { registryTitle } from './registry-words.ts';

/** Docker Hub first, then where somebody is signed in, then the rest, each by its name. */
export function listRegistries(registries: Iterable<Registry>, t: Translate): readonly RegistryItem[] {
  return [...registries]
    .map((registry) => {
      const { name, fact } = registryTitle(registry, t);
      return { key: `${rank(registry)}${toNaturalKey(`${name} ${registry.id}`)}`, registry, name, fact };
    })
    .sort((a, b) => compareText(a.key, b.key))
    .map(({ registry, name, fact }) => ({ kind: 'item', id: registry.id, name, detail: fact, level: 1, registry }));
}

function rank({ id, account, isLocal }: Registry): number {
  if (id === 'docker.io') return 0;
  if (account !== null) return 1;
  return isLocal ? 2 : 3;
}
