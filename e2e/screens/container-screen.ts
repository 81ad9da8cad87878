import type { Locator, Page } from '@playwright/test';

const selectors = (page: Page) => ({
  tab: (name: string) => page.getByRole('tab', { name }),
  log: () => page.getByRole('log'),
  paused: () => page.getByText('Paused while you read'),
  // The toolbar's own is a switch; the one that is offered to a reader is not.
  follow: () => page.getByRole('button', { name: /^Follow/ }).last(),
  inspect: () => page.getByRole('tabpanel', { name: 'Inspect' }),
});

/** One container: its log and its record. */
export class ContainerScreen {
  readonly #selectors: ReturnType<typeof selectors>;

  constructor(page: Page) {
    this.#selectors = selectors(page);
  }

  get log(): Locator {
    return this.#selectors.log();
  }

  get pausedNotice(): Locator {
    return this.#selectors.paused();
  }

  /** Goes on following after one has read further up. */
  async follow(): Promise<void> {
    await this.#selectors.follow().click();
  }

  get inspectPanel(): Locator {
    return this.#selectors.inspect();
  }

  async show(tab: 'Logs' | 'Terminal' | 'Inspect'): Promise<void> {
    await this.#selectors.tab(tab).click();
  }
}
