import { listVolumes } from '../docker/volumes.ts';
import { listedNoun } from './mirrored-noun.ts';

export const mirroredVolumes = listedNoun({
  kind: 'volume',
  actions: ['create', 'destroy', 'prune'],
  goneAfter: 'destroy',
  list: listVolumes,
});
