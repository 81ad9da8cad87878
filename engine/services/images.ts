import type { DockerConnection } from '../docker/connect.ts';
import { compareWithRegistry } from '../docker/distribution.ts';
import { ImageLayers } from '../docker/image-layers.ts';
import { inspectImage, readHistory, removeImage, tagImage } from '../docker/images.ts';
import { findUnused, removeUnused } from '../docker/unused-images.ts';
import { callSignal, implementation, onEngine, readDeadline, verbDeadline } from './services.ts';

export function createImagesService() {
  const images = implementation.images.use(onEngine);
  /** Each engine's; layers of one may weigh otherwise than the same ones of another. */
  const layers = new WeakMap<DockerConnection, ImageLayers>();
  const layersOf = (connection: DockerConnection): ImageLayers => {
    const known = layers.get(connection) ?? new ImageLayers();
    layers.set(connection, known);
    return known;
  };
  return {
    changes: images.changes.handler(({ input, context, signal }) =>
      context.session.mirror.of('images').changes(input, callSignal(signal)),
    ),
    remove: images.remove.handler(({ input, context, signal }) =>
      removeImage(context.session.connected(), input.reference, input, verbDeadline(signal)),
    ),
    tag: images.tag.handler(({ input, context, signal }) =>
      tagImage(context.session.connected(), input.source, input.name, verbDeadline(signal)),
    ),
    inspect: images.inspect.handler(({ input, context, signal }) =>
      inspectImage(context.session.connected(), input.reference, readDeadline(signal)),
    ),
    history: images.history.handler(({ input, context, signal }) =>
      readHistory(context.session.connected(), input.reference, readDeadline(signal)),
    ),
    prunable: images.prunable.handler(({ input, context, signal }) => {
      const connection = context.session.connected();
      return findUnused(connection, layersOf(connection), input.isAll, readDeadline(signal));
    }),
    prune: images.prune.handler(({ input, context, signal }) => {
      const connection = context.session.connected();
      return removeUnused(connection, layersOf(connection), input, verbDeadline(signal));
    }),
    newer: images.newer.handler(({ input, context, signal }) =>
      compareWithRegistry(
        context.session.connected(),
        input.reference,
        (address, deadline) => context.session.credentials.headerFor(address, deadline),
        readDeadline(signal),
      ),
    ),
  };
}
