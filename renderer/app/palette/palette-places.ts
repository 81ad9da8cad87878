import {
  Container,
  HardDrive,
  Layers,
  LibraryBig,
  type LucideIcon,
  Network,
  ScrollText,
  Settings,
  Terminal,
} from 'lucide-react';
import type { DockerCommand } from '../../../engine/commands/command.ts';
import { listContainersCommand } from '../../../engine/commands/containers.ts';
import { listImagesCommand } from '../../../engine/commands/images.ts';
import { listNetworksCommand, listVolumesCommand } from '../../../engine/commands/lists.ts';
import type { TextKey } from '../../i18n/translate.ts';
import { places } from '../../verbs/places.ts';

/** A screen to go to. */
export interface PalettePlace {
  readonly path: string;
  readonly title: Extract<TextKey, `frame.places.${string}`>;
  readonly icon: LucideIcon;
  readonly keys: readonly string[];
  /** The line that lists the same; null for what only Berth has. */
  readonly command: DockerCommand | null;
}

/** In the order of the sidebar. */
export const palettePlaces: readonly PalettePlace[] = [
  {
    path: places.containers,
    title: 'frame.places.containers',
    icon: Container,
    keys: ['mod', '1'],
    command: listContainersCommand(),
  },
  {
    path: places.images,
    title: 'frame.places.images',
    icon: Layers,
    keys: ['mod', '2'],
    command: listImagesCommand(),
  },
  {
    path: places.volumes,
    title: 'frame.places.volumes',
    icon: HardDrive,
    keys: ['mod', '3'],
    command: listVolumesCommand(),
  },
  {
    path: places.networks,
    title: 'frame.places.networks',
    icon: Network,
    keys: ['mod', '4'],
    command: listNetworksCommand(),
  },
  {
    path: places.terminals,
    title: 'frame.places.terminals',
    icon: Terminal,
    keys: ['mod', '5'],
    command: null,
  },
  {
    path: places.logs,
    title: 'frame.places.logs',
    icon: ScrollText,
    keys: ['mod', '6'],
    command: null,
  },
  {
    path: places.registries,
    title: 'frame.places.registries',
    icon: LibraryBig,
    keys: ['mod', '7'],
    command: null,
  },
  {
    path: places.settings,
    title: 'frame.places.settings',
    icon: Settings,
    keys: ['mod', ','],
    command: null,
  },
];
