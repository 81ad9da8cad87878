import { containers } from './containers/noun.tsx';
import { images } from './images/noun.tsx';
import { logs } from './logs/noun.tsx';
import { networks } from './networks/noun.tsx';
import type { Noun } from './noun.ts';
import { plugins } from './plugins/noun.tsx';
import { registries } from './registries/noun.tsx';
import { terminals } from './terminals/noun.tsx';
import { volumes } from './volumes/noun.tsx';

/** In the order of the sidebar; ⌘1 is the first. An address that leads nowhere leads to the first. */
export const nouns: readonly [Noun, ...Noun[]] = [
  containers,
  images,
  volumes,
  networks,
  terminals,
  logs,
  registries,
  plugins,
];
