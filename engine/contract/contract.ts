import { containers } from './containers.ts';
import { engine } from './engine.ts';
import { images } from './images.ts';
import { logs } from './logs.ts';
import { networks } from './networks.ts';
import { terminals } from './terminals.ts';
import { volumes } from './volumes.ts';

/** Everything that a page may ask of the engine service. Client, server and tests derive from this value. */
export const contract = { containers, engine, images, logs, networks, terminals, volumes };

export type Contract = typeof contract;
