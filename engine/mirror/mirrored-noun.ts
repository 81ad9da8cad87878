import type { DockerConnection } from '../docker/connect.ts';
import type { DockerEvent } from '../docker/events.ts';
import type { Log } from '../platform/log.ts';
import type { Collection } from './collection.ts';
import { Reader } from './reader.ts';

/** What a noun needs to keep its copy true to one connection. */
export interface Mirrored<Row extends { readonly id: string }> {
  readonly connection: DockerConnection;
  readonly collection: Collection<Row>;
  readonly log: Log;
  /** Aborts when the connection is no longer followed. */
  readonly signal: AbortSignal;
}

/** Keeps one kind of object true while a connection lasts. */
export interface NounFollower {
  /** Reads the whole list. Throws when that fails. */
  readAll(): Promise<void>;
  /** Called with each event of the noun's `events`. */
  onEvent(event: DockerEvent): void;
}

/** A kind of object of which the service keeps a live copy. */
export interface MirroredNoun<Row extends { readonly id: string }> {
  /** The daemon's events that change these objects: actions by the event's type. */
  readonly events: Readonly<Record<string, readonly string[]>>;
  follow(mirrored: Mirrored<Row>): NounFollower;
}

interface ListedNoun<Row> {
  /** The type of its events, such as `volume`. */
  readonly kind: string;
  readonly actions: readonly string[];
  /** The action after which the object of the event is gone. */
  readonly goneAfter: string;
  readonly list: (connection: DockerConnection, signal: AbortSignal) => Promise<Row[]>;
}

/** A kind of object that the daemon can only list as a whole. */
export function listedNoun<Row extends { readonly id: string }>(noun: ListedNoun<Row>): MirroredNoun<Row> {
  return {
    events: { [noun.kind]: noun.actions },
    follow({ connection, collection, log, signal }) {
      const readAll = (reading: AbortSignal) => noun.list(connection, reading);
      const reader = new Reader(collection, { readAll }, log, signal);
      return {
        readAll: () => reader.readAll(),
        onEvent({ action, id }) {
          if (action === noun.goneAfter) reader.remove(id);
          else reader.touchAll();
        },
      };
    },
  };
}
