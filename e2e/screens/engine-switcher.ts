import type { Locator, Page } from '@playwright/test';

const selectors = (page: Page) => ({
  card: () => page.getByRole('button', { name: /^Engine: / }),
  dialog: () => page.getByRole('dialog'),
  row: (name: string) => page.getByRole('dialog').getByRole('listitem').filter({ hasText: name }),
  switchTo: (name: string) => page.getByRole('dialog').getByRole('button', { name: `Use ${name}` }),
});

/** The engine card and the list of engines that it opens. */
export class EngineSwitcher {
  readonly #selectors: ReturnType<typeof selectors>;

  constructor(page: Page) {
    this.#selectors = selectors(page);
  }

  get card(): Locator {
    return this.#selectors.card();
  }

  row(name: string): Locator {
    return this.#selectors.row(name);
  }

  async open(): Promise<void> {
    await this.card.click();
    await this.#selectors.dialog().waitFor();
  }

  /** Shows another engine. */
  async turnTo(name: string): Promise<void> {
    await this.open();
    await this.#selectors.switchTo(name).click();
  }
}
