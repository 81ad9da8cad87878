import { inspectImage, removeImage } from '../docker/images.ts';
import { callSignal, type Engine, implementation, readDeadline, verbDeadline } from './services.ts';

export function createImagesService(engine: Engine) {
  const { images } = implementation;
  return {
    changes: images.changes.handler(({ input, signal }) => engine.mirror.images.changes(input, callSignal(signal))),
    remove: images.remove.handler(({ input, signal }) =>
      removeImage(engine.link.connected(), input.reference, input, verbDeadline(signal)),
    ),
    inspect: images.inspect.handler(({ input, signal }) =>
      inspectImage(engine.link.connected(), input.reference, readDeadline(signal)),
    ),
  };
}
