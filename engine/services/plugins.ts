import { disablePlugin, enablePlugin } from '../docker/plugins.ts';
import { callSignal, implementation, onEngine, verbDeadline } from './services.ts';

export function createPluginsService() {
  const plugins = implementation.plugins.use(onEngine);
  return {
    changes: plugins.changes.handler(({ input, context, signal }) =>
      context.session.mirror.of('plugins').changes(input, callSignal(signal)),
    ),
    enable: plugins.enable.handler(({ input, context, signal }) =>
      enablePlugin(context.session.connected(), input.id, verbDeadline(signal)),
    ),
    disable: plugins.disable.handler(({ input, context, signal }) =>
      disablePlugin(context.session.connected(), input.id, input, verbDeadline(signal)),
    ),
  };
}
