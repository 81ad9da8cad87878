import type { Changes, ChangesInput } from '../contract/changes.ts';
import { registryOf } from '../contract/image-reference.ts';
import type { Image } from '../contract/images.ts';

interface Images {
  readonly rows: ReadonlyMap<string, { readonly row: Image }>;
  changes(input: ChangesInput, signal: AbortSignal): Promise<Changes<Image>>;
}

/** The registries that the engine's images are called after. */
export class ImageRegistries {
  readonly #images: Images;
  #addresses: readonly string[] = [];

  constructor(images: Images) {
    this.#images = images;
  }

  /** As of the last time that they were followed: thousands of images are not gone through for each row. */
  addresses(): readonly string[] {
    return this.#addresses;
  }

  /** Tells changes until the signal aborts. */
  async follow(onChange: () => void, signal: AbortSignal): Promise<void> {
    let seen: ChangesInput = { epoch: '', seq: 0, freshness: 'loading' };
    while (!signal.aborted) {
      try {
        seen = await this.#images.changes(seen, signal);
      } catch (error) {
        if (signal.aborted) return;
        throw error;
      }
      const found = this.#find();
      if (found.join(' ') === this.#addresses.join(' ')) continue;
      this.#addresses = found;
      onChange();
    }
  }

  #find(): readonly string[] {
    const found = new Set<string>();
    for (const { row } of this.#images.rows.values()) {
      for (const reference of [...row.tags, ...row.digests]) found.add(registryOf(reference));
    }
    // Of what is no reference.
    found.delete('');
    return [...found].sort();
  }
}
