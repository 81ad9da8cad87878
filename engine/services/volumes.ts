import { callSignal, type Engine, implementation } from './services.ts';

export function createVolumesService(engine: Engine) {
  const { volumes } = implementation;
  return {
    changes: volumes.changes.handler(({ input, signal }) => engine.mirror.volumes.changes(input, callSignal(signal))),
  };
}
