import type { Locator, Page } from '@playwright/test';

const selectors = (page: Page) => ({
  tab: (name: string) => page.getByRole('tab', { name }),
  log: () => page.getByRole('log'),
  follow: () => page.getByRole('button', { name: /^Follow/ }),
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

  get followButton(): Locator {
    return this.#selectors.follow();
  }

  get inspectPanel(): Locator {
    return this.#selectors.inspect();
  }

  async show(tab: 'Logs' | 'Inspect'): Promise<void> {
    await this.#selectors.tab(tab).click();
  }
}
