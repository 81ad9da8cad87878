import { callSignal, type Engine, implementation } from './services.ts';

export function createNetworksService(engine: Engine) {
  const { networks } = implementation;
  return {
    changes: networks.changes.handler(({ input, signal }) => engine.mirror.networks.changes(input, callSignal(signal))),
  };
}
