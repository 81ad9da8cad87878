import type { Service } from './services.ts';
import { callSignal, implementation, onEngine } from './services.ts';

export function createEnginesService({ engines: all, settings }: Service) {
  const { engines } = implementation;
  return {
    changes: engines.changes.handler(({ input, signal }) => all.rows.changes(input, callSignal(signal))),
    find: engines.find.handler(() => all.find()),
    putFirst: engines.putFirst.handler(async ({ input }) => {
      await settings.change({ firstEngineId: await all.putFirst(input.id) });
    }),
    start: engines.start.use(onEngine).handler(({ context }) => context.session.link.start()),
    stop: engines.stop.use(onEngine).handler(({ context }) => context.session.link.stop()),
    restart: engines.restart.use(onEngine).handler(({ context }) => context.session.link.restart()),
    // Without a session: to read its log must not start an engine.
    log: engines.log.handler(async ({ context }) => ({ text: await all.readLog(context.engineId) })),
  };
}
