import type { Changes, ChangesInput } from '../contract/changes.ts';
import type { Container } from '../contract/containers.ts';
import { registryOf } from '../contract/image-reference.ts';
import type { Image } from '../contract/images.ts';

/** The port that a registry listens at inside its container (distribution, `http.addr`). */
const registryPort = 5000;

/** A collection of the mirror. */
interface Mirrored<Row> {
  readonly rows: ReadonlyMap<string, { readonly row: Row }>;
  changes(input: ChangesInput, signal: AbortSignal): Promise<Changes<Row>>;
}

/** The registries that the engine's images are called after. */
export class ImageRegistries {
  readonly #images: Mirrored<Image>;
  #addresses: readonly string[] = [];

  constructor(images: Mirrored<Image>) {
    this.#images = images;
  }

  /** As of the last time that they were followed: thousands of images are not gone through for each row. */
  addresses(): readonly string[] {
    return this.#addresses;
  }

  /** Calls `onChange` after each change, until the signal aborts. */
  async follow(onChange: () => void, signal: AbortSignal): Promise<void> {
    for await (const found of valuesOf(this.#images, () => this.#find(), signal)) {
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

/** Finds the registry that Berth started among the containers, by its name. */
export class LocalRegistryContainer {
  readonly #containers: Mirrored<Container>;
  readonly #name: string;

  constructor(containers: Mirrored<Container>, name: string) {
    this.#containers = containers;
    this.#name = name;
  }

  /** Such as `localhost:5000`; null where there is none. */
  address(): string | null {
    for (const { row } of this.#containers.rows.values()) {
      if (row.name !== this.#name) continue;
      const port = row.ports.find(({ containerPort, hostPort }) => containerPort === registryPort && hostPort !== null);
      return port === undefined ? null : `localhost:${port.hostPort}`;
    }
    return null;
  }

  /** Calls `onChange` after each change, until the signal aborts. */
  async follow(onChange: () => void, signal: AbortSignal): Promise<void> {
    let known = this.address();
    for await (const address of valuesOf(this.#containers, () => this.address(), signal)) {
      if (address === known) continue;
      known = address;
      onChange();
    }
  }
}

/** What `read` returns after each change of a collection, until the signal aborts. */
async function* valuesOf<Row, Value>(
  collection: Mirrored<Row>,
  read: () => Value,
  signal: AbortSignal,
): AsyncGenerator<Value, void> {
  let seen: ChangesInput = { epoch: '', seq: 0, freshness: 'loading' };
  while (!signal.aborted) {
    try {
      seen = await collection.changes(seen, signal);
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    yield read();
  }
}
