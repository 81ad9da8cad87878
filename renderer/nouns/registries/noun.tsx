import { LibraryBig } from 'lucide-react';
import { lazyPart } from '../../ui/lazy-part.tsx';
import { parseRegistryPlace, places, registryPlace } from '../../verbs/places.ts';
import { openSignIn, registryName, registryVerbs } from '../../verbs/registry-verbs.ts';
import { nounOf } from '../noun.ts';

const page = lazyPart(async () => (await import('./registries-page.tsx')).RegistriesPage);

export const registries = nounOf('registries', {
  id: 'registries',
  title: 'frame.places.registries',
  place: places.registries,
  icon: LibraryBig,
  screens: [
    {
      path: `${places.registries}/:address?`,
      draw: ({ address = '' }) => <page.Part address={parseRegistryPlace(address)} />,
    },
  ],
  parts: [page],
  listCommand: null,
  primary: openSignIn,
  Count: null,
  objects: {
    verbs: registryVerbs,
    toNames: ({ id, account }, t) => [registryName(id, t), id, ...(account === null ? [] : [account])],
    toLook: ({ id, account }, { navigate }) => ({
      fact: account ?? '',
      icon: LibraryBig,
      status: null,
      // Looking at a registry is nothing that a docker command does.
      script: null,
      choose: () => navigate(registryPlace(id)),
    }),
  },
});
