import type { Image } from '../contract/images.ts';
import { ImageSource } from './image-source.ts';
import type { MirroredNoun } from './mirrored-noun.ts';
import { Reader } from './reader.ts';

/** Images, with what each shares with others. */
export const mirroredImages: MirroredNoun<Image> = {
  events: { image: ['pull', 'tag', 'untag', 'delete', 'import', 'load', 'prune'] },
  follow({ connection, collection, log, signal }) {
    const source = new ImageSource(connection, collection, log, signal);
    const reader = new Reader(collection, source, log, signal);
    return { readAll: () => reader.readAll(), onEvent: () => reader.touchAll() };
  },
};
