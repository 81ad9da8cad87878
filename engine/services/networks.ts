import { callSignal, implementation, onEngine } from './services.ts';

export function createNetworksService() {
  const networks = implementation.networks.use(onEngine);
  return {
    changes: networks.changes.handler(({ input, context, signal }) =>
      context.session.mirror.of('networks').changes(input, callSignal(signal)),
    ),
  };
}
