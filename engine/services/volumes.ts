import { callSignal, implementation, onEngine } from './services.ts';

export function createVolumesService() {
  const volumes = implementation.volumes.use(onEngine);
  return {
    changes: volumes.changes.handler(({ input, context, signal }) =>
      context.session.mirror.of('volumes').changes(input, callSignal(signal)),
    ),
  };
}
