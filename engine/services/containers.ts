import {
  createContainer,
  inspectContainer,
  removeContainer,
  restartContainer,
  startContainer,
  stopContainer,
} from '../docker/containers.ts';
import type { RunRequest } from '../contract/containers.ts';
import { toMessage } from '../platform/engine-error.ts';
import { callSignal, type Engine, implementation, readDeadline, verbDeadline } from './services.ts';

/** As `docker run --detach`: a container that could be created but not started is taken away again, so that a second try can have its name. */
async function run(engine: Engine, request: RunRequest, signal: AbortSignal): Promise<{ id: string }> {
  const docker = engine.link.connected();
  const id = await createContainer(docker, request, signal);
  try {
    await startContainer(docker, id, signal);
  } catch (error) {
    await removeContainer(docker, id, { force: true, volumes: true }, AbortSignal.timeout(30_000)).catch(
      (cause: unknown) => {
        // What is told is why it did not start; that it is still there shows in the list.
        engine.log.warn({ id, error: toMessage(cause) }, 'a container that did not start could not be removed');
      },
    );
    throw error;
  }
  return { id };
}

export function createContainersService(engine: Engine) {
  const { containers } = implementation;
  return {
    changes: containers.changes.handler(({ input, signal }) =>
      engine.mirror.containers.changes(input, callSignal(signal)),
    ),
    run: containers.run.handler(({ input, signal }) => run(engine, input, verbDeadline(signal))),
    start: containers.start.handler(({ input, signal }) =>
      startContainer(engine.link.connected(), input.id, verbDeadline(signal)),
    ),
    stop: containers.stop.handler(({ input, signal }) =>
      stopContainer(engine.link.connected(), input.id, verbDeadline(signal)),
    ),
    restart: containers.restart.handler(({ input, signal }) =>
      restartContainer(engine.link.connected(), input.id, verbDeadline(signal)),
    ),
    remove: containers.remove.handler(({ input, signal }) =>
      removeContainer(engine.link.connected(), input.id, input, verbDeadline(signal)),
    ),
    inspect: containers.inspect.handler(async ({ input, signal }) => ({
      json: await inspectContainer(engine.link.connected(), input.id, readDeadline(signal)),
    })),
  };
}
