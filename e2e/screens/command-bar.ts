import type { Locator, Page } from '@playwright/test';

const selectors = (page: Page) => {
  const bar = page.getByRole('region', { name: 'Command bar' });
  return {
    bar: () => bar,
    line: () => bar.getByRole('code'),
    copy: () => bar.getByRole('button', { name: /^Copy/ }),
  };
};

/** The bar that shows the docker command line of what was done or is about to be done. */
export class CommandBar {
  readonly #selectors: ReturnType<typeof selectors>;

  constructor(page: Page) {
    this.#selectors = selectors(page);
  }

  get region(): Locator {
    return this.#selectors.bar();
  }

  get line(): Locator {
    return this.#selectors.line();
  }

  async copy(): Promise<void> {
    await this.#selectors.copy().click();
  }
}
