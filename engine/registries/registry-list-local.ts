import type { Container } from '../contract/containers.ts';
import type { Changes, ChangesInput } from '../contract/changes.ts';

/** The port that a registry listens at inside its container (distribution, `http.addr`). */
const registryPort = 5000;

interface Containers {
  readonly rows: ReadonlyMap<string, { readonly row: Container }>;
  changes(input: ChangesInput, signal: AbortSignal): Promise<Changes<Container>>;
}

/** Finds the registry that Berth started among the containers, by its name. */
export class LocalRegistryContainer {
  readonly #containers: Containers;
  readonly #name: string;

  constructor(containers: Containers, name: string) {
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

  /** Tells changes until the signal aborts. */
  async follow(onChange: () => void, signal: AbortSignal): Promise<void> {
    let seen: ChangesInput = { epoch: '', seq: 0, freshness: 'loading' };
    let address = this.address();
    while (!signal.aborted) {
      try {
        seen = await this.#containers.changes(seen, signal);
      } catch (error) {
        if (signal.aborted) return;
        throw error;
      }
      if (this.address() === address) continue;
      address = this.address();
      onChange();
    }
  }
}
