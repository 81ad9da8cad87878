import { Settings, type LucideIcon } from 'lucide-react';
import type { DockerCommand } from '../../../engine/commands/command.ts';
import type { TextKey } from '../../i18n/translate.ts';
import { nouns } from '../../nouns/nouns.ts';
import { places } from '../../verbs/places.ts';
import { placeKeys, settingsKeys } from '../frame/place-keys.ts';

/** A screen to go to. */
export interface PalettePlace {
  readonly path: string;
  readonly title: TextKey;
  readonly icon: LucideIcon;
  readonly keys: readonly string[];
  /** The line that lists the same; null for what only Berth has. */
  readonly command: DockerCommand | null;
}

/** In the order of the sidebar. */
export const palettePlaces: readonly PalettePlace[] = [
  ...nouns.map(({ place, title, icon, listCommand }, index) => ({
    path: place,
    title,
    icon,
    keys: placeKeys(index),
    command: listCommand,
  })),
  { path: places.settings, title: 'frame.places.settings', icon: Settings, keys: settingsKeys, command: null },
];
