import type { RegistryCredential } from './credentials.ts';

/** Secrets that are kept for as long as the service runs, and nowhere else. */
export class SessionSecrets {
  readonly #byAddress = new Map<string, RegistryCredential>();

  get(address: string): RegistryCredential | null {
    return this.#byAddress.get(address) ?? null;
  }

  set(address: string, credential: RegistryCredential): void {
    this.#byAddress.set(address, credential);
  }

  /** Whether there was one. */
  delete(address: string): boolean {
    return this.#byAddress.delete(address);
  }

  addresses(): string[] {
    return [...this.#byAddress.keys()];
  }
}
