import { z } from 'zod';
import { procedure } from './base.ts';
import { logMegabytes } from './setting-limits.ts';

const megabytes = z.number().int().min(logMegabytes.least).max(logMegabytes.most);

export const serviceSettings = z.object({
  /** Leave the bundled engine and its containers running when Berth quits. */
  leaveRunning: z.boolean(),
  /** Keep the logs of the bundled engine's containers when they are removed. Turning it off removes what is kept. */
  keepsRemovedLogs: z.boolean(),
  /** What is kept of all removed containers; the oldest go first. */
  keptLogsMegabytes: megabytes,
  /** Of one container's log that is captured through the API because its files cannot be read; its oldest lines go first. */
  capturedLogMegabytes: megabytes,
  /** Of all captured logs; the longest one loses its oldest lines first. */
  capturedLogsMegabytes: megabytes,
  /** Captured logs stay in memory, and no removed container's log is kept from now on. Counts for logs that are opened from then on. */
  logsInMemory: z.boolean(),
});

export type ServiceSettings = z.infer<typeof serviceSettings>;

export const settings = {
  read: procedure.output(serviceSettings),
  /** Changes what is given; in force once it answers. */
  change: procedure.input(serviceSettings.partial()).output(serviceSettings),
};
