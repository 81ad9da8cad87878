import type { InferContractRouterOutputs } from '@orpc/contract';
import type { Container } from '../contract/containers.ts';
import type { Contract } from '../contract/contract.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { type DockerEvent, watchEvents } from '../docker/events.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { Collection } from './collection.ts';
import type { MirroredNoun, NounFollower } from './mirrored-noun.ts';

/** Daemons do lose events; this often everything is read again while someone watches. */
const quietRereadMs = 60_000;

/** Takes what happens to containers, beside their present state. */
export interface ContainerWitness {
  learn(event: DockerEvent, connection: DockerConnection): void;
  /** These are there already. */
  adopt(containers: Iterable<Container>, connection: DockerConnection): void;
}

/** The row that `changes` of a group of the contract brings. */
type RowOf<Group> = Group extends { changes: { upserts: readonly (infer Row extends { readonly id: string })[] } }
  ? Row
  : never;

type Outputs = InferContractRouterOutputs<Contract>;

/** The nouns of a mirror by their group in the contract. Each noun's row is that of its `changes`. */
export type MirroredNouns = { readonly [Group in keyof Contract]?: MirroredNoun<RowOf<Outputs[Group]>> };

interface Copy {
  readonly noun: MirroredNoun<never>;
  readonly collection: Collection<{ readonly id: string }>;
}

/** The live copies of one daemon's objects. They outlive a lost connection. */
export class Mirror {
  readonly #copies: ReadonlyMap<string, Copy>;
  readonly #log: Log;
  readonly #witness: ContainerWitness | null;

  constructor(nouns: MirroredNouns, log: Log, witness: ContainerWitness | null = null) {
    this.#copies = new Map(
      Object.entries(nouns).map(([group, noun]) => [group, { noun, collection: new Collection() }]),
    );
    this.#log = log;
    this.#witness = witness;
  }

  /** The copies of one noun. */
  of<Group extends keyof Contract>(group: Group): Collection<RowOf<Outputs[Group]>> {
    const copy = this.#copies.get(group);
    if (copy === undefined) throw new Error(`The mirror has no ${group}.`);
    // The constructor made it for the noun of this group.
    return copy.collection as unknown as Collection<RowOf<Outputs[Group]>>;
  }

  /** The daemon no longer tells what changes; the rows stay. */
  markStale(): void {
    for (const { collection } of this.#copies.values())
      if (collection.freshness === 'live') collection.setFreshness('stale');
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
      const copies = [...this.#copies.values()];
      const events = await watchEvents(connection, mergeEvents(copies), ending);
      const followers = copies.map(({ noun, collection }) => ({
        events: noun.events,
        follower: noun.follow({
          connection,
          collection: collection as unknown as Collection<never>,
          log: this.#log,
          signal: ending,
        }),
      }));
      const ended = this.#dispatch(events, followers, connection);
      // Handled below; while the lists are read a rejection must not count as unhandled.
      ended.catch(() => undefined);
      const readAll = async (): Promise<void> => {
        await Promise.all(followers.map(({ follower }) => follower.readAll()));
      };
      await Promise.race([ended, readAll()]);
      for (const { collection } of copies) collection.setFreshness('live');
      if (this.#witness !== null) {
        const containers = [...this.of('containers').rows.values()].map(({ row }) => row);
        this.#witness.adopt(containers, connection);
      }
      onLive();
      timer = setInterval(() => this.#rereadQuietly(readAll, ending), quietRereadMs);
      await ended;
      throw new EngineError('unreachable', 'The stream of events ended.');
    } finally {
      clearInterval(timer);
      stop.abort();
      this.markStale();
    }
  }

  #rereadQuietly(readAll: () => Promise<void>, signal: AbortSignal): void {
    if (![...this.#copies.values()].some(({ collection }) => collection.isWatched)) return;
    readAll().catch((error: unknown) => {
      // The next quiet re-read, or the end of the events, makes it good.
      if (!signal.aborted) this.#log.warn({ error: toMessage(error) }, 'the quiet re-read failed');
    });
  }

  async #dispatch(
    events: AsyncIterable<DockerEvent>,
    followers: readonly { readonly events: MirroredNoun<never>['events']; readonly follower: NounFollower }[],
    connection: DockerConnection,
  ): Promise<void> {
    for await (const event of events) {
      this.#witness?.learn(event, connection);
      for (const { events: own, follower } of followers)
        if (own[event.kind]?.includes(event.action) === true) follower.onEvent(event);
    }
  }
}

/** All events that any noun wants: actions by type. */
function mergeEvents(copies: readonly Copy[]): ReadonlyMap<string, readonly string[]> {
  const merged = new Map<string, string[]>();
  for (const { noun } of copies)
    for (const [kind, actions] of Object.entries(noun.events))
      merged.set(kind, [...new Set([...(merged.get(kind) ?? []), ...actions])]);
  return merged;
}
