import { connectBeside, type DockerConnection } from './connect.ts';

/** One user's share of a connection. */
export interface ConnectionShare extends Disposable {
  readonly connection: DockerConnection;
}

interface Shared {
  readonly connection: DockerConnection;
  users: number;
}

/**
 * Connections beside those that follow an engine, for work that outlives them. Each is open until its
 * last user disposes of its share.
 */
export class SharedConnections {
  readonly #shared = new Map<DockerConnection, Shared>();

  /** Shares the connection that is open beside `beside`, to the same daemon. */
  share(beside: DockerConnection): ConnectionShare {
    const shared = this.#shared.get(beside) ?? { connection: connectBeside(beside), users: 0 };
    this.#shared.set(beside, shared);
    shared.users += 1;
    const stack = new DisposableStack();
    stack.defer(() => {
      shared.users -= 1;
      if (shared.users > 0) return;
      this.#shared.delete(beside);
      shared.connection[Symbol.dispose]();
    });
    return { connection: shared.connection, [Symbol.dispose]: () => stack.dispose() };
  }
}
