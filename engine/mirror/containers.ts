import type { Container } from '../contract/containers.ts';
import { ContainerSource } from './container-source.ts';
import type { MirroredNoun } from './mirrored-noun.ts';
import { Reader } from './reader.ts';

/** Containers, which the daemon lists by id. */
export const mirroredContainers: MirroredNoun<Container> = {
  events: {
    container: ['create', 'start', 'die', 'destroy', 'rename', 'pause', 'unpause', 'update', 'oom', 'health_status'],
    // A container's image name depends on the tags.
    image: ['tag', 'untag'],
  },
  follow({ connection, collection, log, signal }) {
    const source = new ContainerSource(connection, collection, log);
    const reader = new Reader(collection, source, log, signal);
    return {
      readAll: () => reader.readAll(),
      onEvent(event) {
        if (event.kind === 'image') reader.touchAll();
        else if (event.action === 'destroy') {
          source.forget(event.id);
          reader.remove(event.id);
        } else reader.touch(event.id, source.learn(event));
      },
    };
  },
};
