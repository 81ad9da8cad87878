import { containers } from './containers.ts';
import { engine } from './engine.ts';
import { images } from './images.ts';
import { logs } from './logs.ts';
import { networks } from './networks.ts';
import { registries } from './registries.ts';
import { terminals } from './terminals.ts';
import { transfers } from './transfers.ts';
import { volumes } from './volumes.ts';

/** Everything that a page may ask of the engine service. Client, server and tests derive from this value. */
export const contract = { containers, engine, images, logs, networks, registries, terminals, transfers, volumes };

export type Contract = typeof contract;
