import type { Locator, Page } from '@playwright/test';
import { beginsWith } from './names.ts';

const selectors = (page: Page) => {
  const grid = page.getByRole('treegrid', { name: /^Containers/ }).or(page.getByRole('grid', { name: /^Containers/ }));
  return {
    grid: () => grid,
    rows: () => grid.getByRole('row'),
    row: (name: string) => grid.getByRole('row', { name: beginsWith(name) }),
    group: (name: string) => grid.getByRole('row', { name: beginsWith(name), level: 1 }),
    columnHeader: (name: string) => grid.getByRole('columnheader', { name: beginsWith(name) }),
    runButton: () => page.getByRole('button', { name: beginsWith('Run a container') }),
    segment: (name: string) => page.getByRole('radio', { name: beginsWith(name) }),
    filter: () => page.getByRole('searchbox', { name: /Filter/ }),
    bulkBar: () => page.getByRole('toolbar', { name: /selected/ }),
    dialog: () => page.getByRole('alertdialog'),
    menuItem: (name: string) => page.getByRole('menuitem', { name: beginsWith(name) }),
  };
};

/** The list of containers. */
export class ContainersScreen {
  readonly #page: Page;
  readonly #selectors: ReturnType<typeof selectors>;

  constructor(page: Page) {
    this.#page = page;
    this.#selectors = selectors(page);
  }

  get grid(): Locator {
    return this.#selectors.grid();
  }

  get rows(): Locator {
    return this.#selectors.rows();
  }

  row(name: string): Locator {
    return this.#selectors.row(name);
  }

  get runButton(): Locator {
    return this.#selectors.runButton();
  }

  get confirmation(): Locator {
    return this.#selectors.dialog();
  }

  get bulkBar(): Locator {
    return this.#selectors.bulkBar();
  }

  /** One of a row's own actions. */
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

  async select(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.row(name).hover();
      await this.row(name).getByRole('checkbox').check();
    }
  }

  async actOnSelected(verb: string): Promise<void> {
    await this.#selectors
      .bulkBar()
      .getByRole('button', { name: beginsWith(verb) })
      .click();
  }

  async showSegment(name: string): Promise<void> {
    await this.#selectors.segment(name).click();
  }

  async filter(text: string): Promise<void> {
    await this.#page.keyboard.press('Escape');
    await this.#selectors.filter().fill(text);
  }

  async sortBy(column: string): Promise<void> {
    await this.#selectors.columnHeader(column).click();
  }

  async open(name: string): Promise<void> {
    await this.row(name).click();
  }
}
