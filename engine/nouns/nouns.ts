import { mirroredContainers } from '../mirror/containers.ts';
import { mirroredImages } from '../mirror/images.ts';
import type { MirroredNouns } from '../mirror/mirror.ts';
import { mirroredNetworks } from '../mirror/networks.ts';
import { mirroredPlugins } from '../mirror/plugins.ts';
import { mirroredVolumes } from '../mirror/volumes.ts';
import { createContainersService } from '../services/containers.ts';
import { createImagesService } from '../services/images.ts';
import { createNetworksService } from '../services/networks.ts';
import { createPluginsService } from '../services/plugins.ts';
import { createRegistriesService } from '../services/registries.ts';
import type { Service } from '../services/services.ts';
import { createVolumesService } from '../services/volumes.ts';

/** One kind of object: how its live copy is kept (null where it is no object of the daemon), and what answers its calls. */
interface Noun {
  readonly mirrored: MirroredNouns[keyof MirroredNouns] | null;
  readonly serve: (service: Service) => object;
}

/** Every kind of object, by its group in the contract. Mirror and router are made of this list. */
const nouns = {
  containers: { mirrored: mirroredContainers, serve: createContainersService },
  images: { mirrored: mirroredImages, serve: createImagesService },
  networks: { mirrored: mirroredNetworks, serve: createNetworksService },
  plugins: { mirrored: mirroredPlugins, serve: createPluginsService },
  registries: { mirrored: null, serve: createRegistriesService },
  volumes: { mirrored: mirroredVolumes, serve: createVolumesService },
} satisfies Readonly<Record<string, Noun>>;

type Nouns = typeof nouns;

/** The nouns of which the mirror keeps copies. */
export const mirroredNouns: MirroredNouns = Object.fromEntries(
  Object.entries(nouns).flatMap(([group, { mirrored }]) => (mirrored === null ? [] : [[group, mirrored]])),
);

/** What answers the calls of all nouns, by group. */
export function serveNouns(service: Service): { [Group in keyof Nouns]: ReturnType<Nouns[Group]['serve']> } {
  const served = Object.entries(nouns).map(([group, { serve }]) => [group, serve(service)]);
  return Object.fromEntries(served) as { [Group in keyof Nouns]: ReturnType<Nouns[Group]['serve']> };
}
