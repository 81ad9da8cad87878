import { Container, HardDrive, Layers, LibraryBig, Network, ScrollText, Terminal, type LucideIcon } from 'lucide-react';
import { places } from '../../verbs/places.ts';

export type SectionId = 'containers' | 'images' | 'volumes' | 'networks' | 'terminals' | 'logs' | 'registries';

export interface Section {
  readonly id: SectionId;
  readonly place: string;
  readonly icon: LucideIcon;
}

/** The pages of Main, in their order; ⌘1 is the first. */
export const sections: readonly Section[] = [
  { id: 'containers', place: places.containers, icon: Container },
  { id: 'images', place: places.images, icon: Layers },
  { id: 'volumes', place: places.volumes, icon: HardDrive },
  { id: 'networks', place: places.networks, icon: Network },
  { id: 'terminals', place: places.terminals, icon: Terminal },
  { id: 'logs', place: places.logs, icon: ScrollText },
  { id: 'registries', place: places.registries, icon: LibraryBig },
];
