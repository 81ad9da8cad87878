import type { Connection } from '../contract/engines.ts';
import type { Driver } from '../daemon/driver.ts';
import type { KnownEngine } from '../docker/address.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { type ContainerWitness, Mirror, type MirroredNouns } from '../mirror/mirror.ts';
import type { Log } from '../platform/log.ts';
import type { EnginePaths } from '../platform/paths.ts';
import type { Waiters } from '../platform/waiters.ts';
import { EngineLink } from './engine-link.ts';
import { createEngineRegistries, type EngineRegistries, type SignInPlaces } from './engine-registries.ts';

/** What sessions of all engines share. */
export interface SessionParts {
  /** Wakes its waiters when any engine begins to answer. */
  readonly answers: Waiters;
  /** Of which objects live copies are kept. */
  readonly nouns: MirroredNouns;
  readonly witness: ContainerWitness;
  readonly signInPlaces: SignInPlaces;
  readonly paths: EnginePaths;
  readonly log: Log;
}

interface SessionOptions extends SessionParts {
  readonly connection: Connection;
  readonly engine: KnownEngine;
  /** Null for an engine that somebody else runs. */
  readonly driver: Driver | null;
  /** Called after each change of the engine's status. */
  readonly onChange: () => void;
  /** Keeps the session open until the answer is disposed of. */
  readonly keepOpen: () => Disposable;
}

/**
 * All that belongs to one engine: its status, live copies of its objects, its registries and what it
 * trusts. Terminals, jobs and open logs keep their session open for as long as they work on it.
 */
export interface EngineSession extends EngineRegistries, AsyncDisposable {
  readonly engine: KnownEngine;
  readonly driver: Driver | null;
  readonly link: EngineLink;
  readonly mirror: Mirror;
  /** The connection to the engine. Throws `unreachable` while it does not answer. */
  connected(): DockerConnection;
  /** Keeps the session open until the answer is disposed of. */
  keepOpen(): Disposable;
}

/** Opens a session and begins to follow the engine, which need not answer yet. */
export async function openEngineSession(options: SessionOptions): Promise<EngineSession> {
  const { connection, engine, driver, witness, answers, onChange, keepOpen, signInPlaces, paths, log } = options;
  await using opening = new AsyncDisposableStack();
  const mirror = new Mirror(options.nouns, log, witness);
  const link = opening.use(
    new EngineLink({ connection, address: engine.address, driver, follower: mirror, answers, onChange, log }),
  );
  const connected = (): DockerConnection => link.connected();
  const registries = await createEngineRegistries({ connected, driver, mirror, signInPlaces, paths, log });
  opening.use(registries.registries);
  const parts = opening.move();
  return {
    ...registries,
    engine,
    driver,
    link,
    mirror,
    connected,
    keepOpen,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
