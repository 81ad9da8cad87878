import type { Image } from '../contract/images.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { listImages, tellsSharedSize } from '../docker/images.ts';
import { toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import type { Collection } from './collection.ts';
import type { Source } from './reader.ts';

/** From this many images on, what they share is read apart from the list, which then comes in half the time. */
const manyImages = 500;
/** What they share is read when so long nothing has happened to them. */
const quietMs = 1_000;

/** Images as the mirror holds them: the list, with what each shares with others. */
export class ImageSource implements Source<Image> {
  readonly #connection: DockerConnection;
  readonly #collection: Collection<Image>;
  readonly #log: Log;
  readonly #ending: AbortSignal;
  #timer: NodeJS.Timeout | undefined;
  /** Lists that were read with what images share. */
  #wholeLists = 0;

  constructor(connection: DockerConnection, collection: Collection<Image>, log: Log, ending: AbortSignal) {
    this.#connection = connection;
    this.#collection = collection;
    this.#log = log;
    this.#ending = ending;
    ending.addEventListener('abort', () => clearTimeout(this.#timer), { once: true });
  }

  async readAll(signal: AbortSignal): Promise<Image[]> {
    const { rows } = this.#collection;
    const isFew = rows.size > 0 && rows.size < manyImages;
    if (isFew) return this.#readWhole(signal);
    const images = await listImages(this.#connection, { withShared: false }, signal);
    if (images.length < manyImages) return this.#readWhole(signal);
    if (tellsSharedSize(this.#connection)) this.#readSharedSoon();
    // Until it is read again, what is known is nearer than nothing.
    return images.map((image) => ({ ...image, sharedBytes: rows.get(image.id)?.row.sharedBytes ?? null }));
  }

  async #readWhole(signal: AbortSignal): Promise<Image[]> {
    const images = await listImages(this.#connection, { withShared: true }, signal);
    this.#wholeLists += 1;
    return images;
  }

  #readSharedSoon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#readShared().catch((error: unknown) => {
        // The next reading of the list makes it good.
        if (!this.#ending.aborted) this.#log.warn({ error: toMessage(error) }, 'what images share was not read');
      });
    }, quietMs);
  }

  async #readShared(): Promise<void> {
    const wholeLists = this.#wholeLists;
    const shared = await listImages(this.#connection, { withShared: true }, this.#ending);
    this.#ending.throwIfAborted();
    // They are few by now, and the list has it already.
    if (wholeLists !== this.#wholeLists) return;
    const { rows } = this.#collection;
    const known = shared.flatMap(({ id, sharedBytes }) => {
      // What else became of them meanwhile is newer in the list.
      const row = rows.get(id)?.row;
      return row === undefined ? [] : [{ ...row, sharedBytes }];
    });
    this.#collection.apply(known, [], Date.now());
  }
}
