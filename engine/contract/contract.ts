import { containers } from './containers.ts';
import { engines } from './engines.ts';
import { images } from './images.ts';
import { jobs } from './jobs.ts';
import { journal } from './journal.ts';
import { logs } from './logs.ts';
import { networks } from './networks.ts';
import { plugins } from './plugins.ts';
import { registries } from './registries.ts';
import { settings } from './settings.ts';
import { terminals } from './terminals.ts';
import { transfers } from './transfers.ts';
import { volumes } from './volumes.ts';

/** Named group by group, because the type of all of it is longer than the compiler writes out (TS7056). */
export type Contract = {
  readonly containers: typeof containers;
  readonly engines: typeof engines;
  readonly images: typeof images;
  readonly jobs: typeof jobs;
  readonly journal: typeof journal;
  readonly logs: typeof logs;
  readonly networks: typeof networks;
  readonly plugins: typeof plugins;
  readonly registries: typeof registries;
  readonly settings: typeof settings;
  readonly terminals: typeof terminals;
  readonly transfers: typeof transfers;
  readonly volumes: typeof volumes;
};

/** Everything that a page may ask of the engine service. Client, server and tests derive from this value. */
export const contract: Contract = {
  containers,
  engines,
  images,
  jobs,
  journal,
  logs,
  networks,
  plugins,
  registries,
  settings,
  terminals,
  transfers,
  volumes,
};
