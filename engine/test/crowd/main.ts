import { parseArgs } from 'node:util';
import { startCrowd } from '../crowd.ts';

/** Runs a crowd as a process: `node engine/test/crowd/main.ts --containers 5000 --socket PATH`; says so when it answers. */
const { values } = parseArgs({
  options: {
    containers: { type: 'string', default: '5000' },
    images: { type: 'string', default: '5000' },
    volumes: { type: 'string', default: '200' },
    networks: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    hostile: { type: 'boolean', default: false },
    socket: { type: 'string', default: '/tmp/berth-crowd.sock' },
  },
});

const crowd = await startCrowd({
  socketPath: values.socket,
  containers: Number(values.containers),
  images: Number(values.images),
  volumes: Number(values.volumes),
  networks: Number(values.networks),
  seed: Number(values.seed),
  hostile: values.hostile,
});
process.stdout.write(`Crowd is ready: ${values.socket}\n`);
const stop = (): void => {
  void crowd.stop();
};
process.once('SIGTERM', stop);
process.once('SIGINT', stop);
