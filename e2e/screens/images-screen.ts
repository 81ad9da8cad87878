import type { Locator, Page } from '@playwright/test';
import { beginsWith } from './names.ts';

const selectors = (page: Page) => {
  const grid = page.getByRole('treegrid', { name: /^Images/ }).or(page.getByRole('grid', { name: /^Images/ }));
  return {
    grid: () => grid,
    row: (name: string) => grid.getByRole('row', { name: beginsWith(name) }),
    dialog: () => page.getByRole('alertdialog'),
  };
};

/** The list of images. */
export class ImagesScreen {
  readonly #selectors: ReturnType<typeof selectors>;

  constructor(page: Page) {
    this.#selectors = selectors(page);
  }

  get grid(): Locator {
    return this.#selectors.grid();
  }

  row(name: string): Locator {
    return this.#selectors.row(name);
  }

  get confirmation(): Locator {
    return this.#selectors.dialog();
  }

  async act(name: string, verb: string): Promise<void> {
    await this.row(name).hover();
    await this.row(name)
      .getByRole('button', { name: beginsWith(verb) })
      .click();
  }

  async confirm(verb: string): Promise<void> {
    await this.#selectors
      .dialog()
      .getByRole('button', { name: beginsWith(verb) })
      .click();
  }
}
