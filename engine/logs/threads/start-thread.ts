import { Worker } from 'node:worker_threads';

/**
 * Starts a thread of the service: `NAME.ts` of this folder when run from sources, `NAME.cjs` beside
 * the bundle otherwise. A small young generation suffices, because the data are large short-lived
 * buffers.
 */
export function startThread(name: 'log-worker' | 'search-worker', data?: object): Worker {
  const extension = import.meta.url.endsWith('.ts') ? '.ts' : '.cjs';
  return new Worker(new URL(`./${name}${extension}`, import.meta.url), {
    name,
    workerData: data,
    resourceLimits: { maxYoungGenerationSizeMb: 8 },
  });
}
