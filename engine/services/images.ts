import type { DockerConnection } from '../docker/connect.ts';
import { compareWithRegistry } from '../docker/distribution.ts';
import { ImageLayers } from '../docker/image-layers.ts';
import { inspectImage, readHistory, removeImage, tagImage } from '../docker/images.ts';
import { findUnused, removeUnused } from '../docker/unused-images.ts';
import { callSignal, type Engine, implementation, readDeadline, verbDeadline } from './services.ts';

export function createImagesService(engine: Engine) {
  const { images } = implementation;
  /** Each engine's; layers of one may weigh otherwise than the same ones of another. */
  const layers = new WeakMap<DockerConnection, ImageLayers>();
  const layersOf = (connection: DockerConnection): ImageLayers => {
    const known = layers.get(connection) ?? new ImageLayers();
    layers.set(connection, known);
    return known;
  };
  return {
    changes: images.changes.handler(({ input, signal }) => engine.mirror.images.changes(input, callSignal(signal))),
    remove: images.remove.handler(({ input, signal }) =>
      removeImage(engine.link.connected(), input.reference, input, verbDeadline(signal)),
    ),
    tag: images.tag.handler(({ input, signal }) =>
      tagImage(engine.link.connected(), input.source, input.name, verbDeadline(signal)),
    ),
    inspect: images.inspect.handler(({ input, signal }) =>
      inspectImage(engine.link.connected(), input.reference, readDeadline(signal)),
    ),
    history: images.history.handler(({ input, signal }) =>
      readHistory(engine.link.connected(), input.reference, readDeadline(signal)),
    ),
    prunable: images.prunable.handler(({ input, signal }) => {
      const connection = engine.link.connected();
      return findUnused(connection, layersOf(connection), input.isAll, readDeadline(signal));
    }),
    prune: images.prune.handler(({ input, signal }) => {
      const connection = engine.link.connected();
      return removeUnused(connection, layersOf(connection), input, verbDeadline(signal));
    }),
    newer: images.newer.handler(({ input, signal }) =>
      compareWithRegistry(
        engine.link.connected(),
        input.reference,
        (address, deadline) => engine.credentials.headerFor(address, deadline),
        readDeadline(signal),
      ),
    ),
  };
}
