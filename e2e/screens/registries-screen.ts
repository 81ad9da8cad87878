import type { Locator, Page } from '@playwright/test';
import { beginsWith } from './names.ts';
import { SignInDialog } from './sign-in-dialog.ts';

const selectors = (page: Page) => {
  const grid = page.getByRole('grid', { name: 'Registries' });
  const pane = page.getByRole('complementary', { name: / details$/ });
  const local = page.getByRole('region', { name: 'Your own registry' });
  return {
    grid: () => grid,
    row: (name: string) => grid.getByRole('row', { name: beginsWith(name) }),
    pane: () => pane,
    signIn: () => page.getByRole('button', { name: 'Sign in to a registry' }),
    local: () => local,
    trust: () => page.getByRole('dialog', { name: /^How the engine connects to / }),
  };
};

/** The list of registries with what is below it, and the details of one. */
export class RegistriesScreen {
  readonly dialog: SignInDialog;
  readonly #selectors: ReturnType<typeof selectors>;

  constructor(page: Page) {
    this.dialog = new SignInDialog(page);
    this.#selectors = selectors(page);
  }

  row(name: string): Locator {
    return this.#selectors.row(name);
  }

  get grid(): Locator {
    return this.#selectors.grid();
  }

  get pane(): Locator {
    return this.#selectors.pane();
  }

  /** The card of the registry that Berth starts. */
  get local(): Locator {
    return this.#selectors.local();
  }

  get trustDialog(): Locator {
    return this.#selectors.trust();
  }

  /** Opens the form from the page's primary button. */
  async openForm(): Promise<void> {
    await this.#selectors.signIn().click();
    await this.dialog.dialog.waitFor();
  }

  /** Opens the details of a row. */
  async open(name: string): Promise<void> {
    await this.row(name).click();
    await this.pane.waitFor();
  }

  /** A button of the details. */
  async act(verb: string): Promise<void> {
    await this.pane.getByRole('button', { name: beginsWith(verb) }).click();
  }
}
