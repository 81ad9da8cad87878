import { listPlugins } from '../docker/plugins.ts';
import { listedNoun } from './mirrored-noun.ts';

export const mirroredPlugins = listedNoun({
  kind: 'plugin',
  actions: ['create', 'pull', 'enable', 'disable', 'remove'],
  goneAfter: 'remove',
  list: listPlugins,
});
