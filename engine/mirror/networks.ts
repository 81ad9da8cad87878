import { listNetworks } from '../docker/networks.ts';
import { listedNoun } from './mirrored-noun.ts';

export const mirroredNetworks = listedNoun({
  kind: 'network',
  actions: ['create', 'destroy', 'remove', 'prune'],
  goneAfter: 'destroy',
  list: listNetworks,
});
