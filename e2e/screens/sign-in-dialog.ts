import type { Locator, Page } from '@playwright/test';
import { beginsWith } from './names.ts';

const selectors = (page: Page) => {
  const dialog = page.getByRole('dialog', { name: /^(?:Sign in to a registry|Replace the token)/ });
  return {
    dialog: () => dialog,
    registry: (name: string) => dialog.getByRole('radio', { name, exact: true }),
    address: () => dialog.getByRole('textbox', { name: 'Address' }),
    username: () => dialog.getByRole('textbox', { name: 'Username' }),
    secret: () => dialog.locator('input[type="password"]'),
    keep: (name: RegExp) => dialog.getByRole('radio', { name }),
    agree: () => dialog.getByRole('checkbox', { name: /^I agree/ }),
    submit: () => dialog.getByRole('button', { name: 'Sign in', exact: true }),
    problems: () => dialog.getByRole('alert'),
    button: (name: string) => dialog.getByRole('button', { name: beginsWith(name) }),
  };
};

export interface SignInEntry {
  readonly address?: string;
  readonly username?: string;
  readonly secret?: string;
}

/** The form for signing in. */
export class SignInDialog {
  readonly #selectors: ReturnType<typeof selectors>;

  constructor(page: Page) {
    this.#selectors = selectors(page);
  }

  get dialog(): Locator {
    return this.#selectors.dialog();
  }

  get address(): Locator {
    return this.#selectors.address();
  }

  get secret(): Locator {
    return this.#selectors.secret();
  }

  get agreement(): Locator {
    return this.#selectors.agree();
  }

  /** What went wrong, wherever in the form it stands. */
  get problems(): Locator {
    return this.#selectors.problems();
  }

  button(name: string): Locator {
    return this.#selectors.button(name);
  }

  async chooseRegistry(name: 'Docker Hub' | 'GitHub' | 'Other'): Promise<void> {
    await this.#selectors.registry(name).click();
  }

  async enter({ address, username, secret }: SignInEntry): Promise<void> {
    if (address !== undefined) await this.#selectors.address().fill(address);
    if (username !== undefined) await this.#selectors.username().fill(username);
    if (secret !== undefined) await this.#selectors.secret().fill(secret);
  }

  /** Where the secret is kept, by the words of the choice. */
  async keep(where: RegExp): Promise<void> {
    await this.#selectors.keep(where).check();
  }

  async submit(): Promise<void> {
    await this.#selectors.submit().click();
  }
}
