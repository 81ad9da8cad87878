import { Worker } from 'node:worker_threads';

/**
 * Starts one of the service's threads: `NAME.ts` of this folder where the sources run, `NAME.cjs` beside the bundle that this is in.
 * A small young generation, because what passes through is large pieces that are soon let go.
 */
export function startThread(name: 'log-worker' | 'search-worker', data?: object): Worker {
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.cjs';
  return new Worker(new URL(`./${name}${extension}`, import.meta.url), {
    name,
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
}
