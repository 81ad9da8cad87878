import {
  createContainer,
  inspectContainer,
  removeContainer,
  restartContainer,
  startContainer,
  stopContainer,
} from '../docker/containers.ts';
import type { RunRequest } from '../contract/containers.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import { toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { callSignal, implementation, onEngine, readDeadline, type Service, verbDeadline } from './services.ts';

/** As `docker run --detach`: a container that could be created but not started is taken away again, so that a second try can have its name. */
async function run(
  session: EngineSession,
  log: Log,
  request: RunRequest,
  signal: AbortSignal,
): Promise<{ id: string }> {
  const docker = session.connected();
  const id = await createContainer(docker, request, signal);
  try {
    await startContainer(docker, id, signal);
  } catch (error) {
    await removeContainer(docker, id, { force: true, volumes: true }, AbortSignal.timeout(30_000)).catch(
      (cause: unknown) => {
        // What is told is why it did not start; that it is still there shows in the list.
        log.warn({ id, error: toMessage(cause) }, 'a container that did not start could not be removed');
      },
    );
    throw error;
  }
  return { id };
}

export function createContainersService({ log }: Service) {
  const containers = implementation.containers.use(onEngine);
  return {
    changes: containers.changes.handler(({ input, context, signal }) =>
      context.session.mirror.of('containers').changes(input, callSignal(signal)),
    ),
    run: containers.run.handler(({ input, context, signal }) => run(context.session, log, input, verbDeadline(signal))),
    start: containers.start.handler(({ input, context, signal }) =>
      startContainer(context.session.connected(), input.id, verbDeadline(signal)),
    ),
    stop: containers.stop.handler(({ input, context, signal }) =>
      stopContainer(context.session.connected(), input.id, verbDeadline(signal)),
    ),
    restart: containers.restart.handler(({ input, context, signal }) =>
      restartContainer(context.session.connected(), input.id, verbDeadline(signal)),
    ),
    remove: containers.remove.handler(({ input, context, signal }) =>
      removeContainer(context.session.connected(), input.id, input, verbDeadline(signal)),
    ),
    inspect: containers.inspect.handler(async ({ input, context, signal }) => ({
      json: await inspectContainer(context.session.connected(), input.id, readDeadline(signal)),
    })),
  };
}
