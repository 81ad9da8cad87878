import type { Container } from '../contract/containers.ts';
import type { Image } from '../contract/images.ts';
import type { Network } from '../contract/networks.ts';
import type { Volume } from '../contract/volumes.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { type DockerEvent, watchEvents } from '../docker/events.ts';
import { listNetworks } from '../docker/networks.ts';
import { listVolumes } from '../docker/volumes.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { Collection } from './collection.ts';
import { ContainerSource } from './container-source.ts';
import { ImageSource } from './image-source.ts';
import { Reader } from './reader.ts';

/** Daemons do lose events; this often everything is read again while someone watches. */
const quietRereadMs = 60_000;

/** Who wants to know what happens to containers, beside their present state. */
export interface ContainerWitness {
  learn(event: DockerEvent, connection: DockerConnection): void;
  /** These are there already. */
  adopt(containers: Iterable<Container>, connection: DockerConnection): void;
}

/** The live copies of one daemon's objects. They outlive a lost connection. */
export class Mirror {
  readonly containers = new Collection<Container>();
  readonly images = new Collection<Image>();
  readonly volumes = new Collection<Volume>();
  readonly networks = new Collection<Network>();
  readonly #log: Log;
  readonly #witness: ContainerWitness | null;

  constructor(log: Log, witness: ContainerWitness | null = null) {
    this.#log = log;
    this.#witness = witness;
  }

  get #all() {
    return [this.containers, this.images, this.volumes, this.networks] as const;
  }

  /** The daemon no longer tells what changes; the rows stay. */
  markStale(): void {
    for (const collection of this.#all) if (collection.freshness === 'live') collection.setFreshness('stale');
  }

  /**
   * Keeps the copies true for as long as the daemon's events come: events first, then the lists, then what events name.
   * `onLive` is called once the lists are in. Ends by throwing: `unreachable` when the events end.
   */
  async follow(connection: DockerConnection, onLive: () => void, signal: AbortSignal): Promise<never> {
    const stop = new AbortController();
    const ending = AbortSignal.any([signal, stop.signal]);
    let timer: NodeJS.Timeout | undefined;
    try {
      const events = await watchEvents(connection, ending);
      const source = new ContainerSource(connection, this.containers, this.#log);
      const images = new ImageSource(connection, this.images, this.#log, ending);
      const readers = {
        container: new Reader(this.containers, source, this.#log, ending),
        image: new Reader(this.images, images, this.#log, ending),
        volume: new Reader(this.volumes, { readAll: (s) => listVolumes(connection, s) }, this.#log, ending),
        network: new Reader(this.networks, { readAll: (s) => listNetworks(connection, s) }, this.#log, ending),
      };
      const ended = this.#dispatch(events, readers, source, connection);
      // Handled below; while the lists are read a rejection must not count as unhandled.
      ended.catch(() => undefined);
      await Promise.race([ended, this.#readAll(Object.values(readers))]);
      for (const collection of this.#all) collection.setFreshness('live');
      this.#witness?.adopt(
        [...this.containers.rows.values()].map(({ row }) => row),
        connection,
      );
      onLive();
      timer = setInterval(() => this.#rereadQuietly(Object.values(readers), ending), quietRereadMs);
      await ended;
      throw new EngineError('unreachable', 'The stream of events ended.');
    } finally {
      clearInterval(timer);
      stop.abort();
      this.markStale();
    }
  }

  async #readAll(readers: readonly { readAll(): Promise<void> }[]): Promise<void> {
    await Promise.all(readers.map((reader) => reader.readAll()));
  }

  #rereadQuietly(readers: readonly { readAll(): Promise<void> }[], signal: AbortSignal): void {
    if (!this.#all.some(({ isWatched }) => isWatched)) return;
    this.#readAll(readers).catch((error: unknown) => {
      // The next quiet re-read, or the end of the events, makes it good.
      if (!signal.aborted) this.#log.warn({ error: toMessage(error) }, 'the quiet re-read failed');
    });
  }

  async #dispatch(
    events: AsyncIterable<DockerEvent>,
    readers: {
      readonly container: Reader<Container>;
      readonly image: Reader<Image>;
      readonly volume: Reader<Volume>;
      readonly network: Reader<Network>;
    },
    source: ContainerSource,
    connection: DockerConnection,
  ): Promise<void> {
    for await (const event of events) {
      this.#witness?.learn(event, connection);
      switch (event.kind) {
        case 'container':
          if (event.action === 'destroy') {
            source.forget(event.id);
            readers.container.remove(event.id);
          } else {
            readers.container.touch(event.id, source.learn(event));
          }
          break;
        case 'image':
          // A container's image name depends on the tags.
          if (event.action === 'untag' || event.action === 'tag') readers.container.touchAll();
          readers.image.touchAll();
          break;
        case 'volume':
          if (event.action === 'destroy') readers.volume.remove(event.id);
          else readers.volume.touchAll();
          break;
        case 'network':
          if (event.action === 'destroy') readers.network.remove(event.id);
          else readers.network.touchAll();
          break;
      }
    }
  }
}
