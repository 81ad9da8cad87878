import type { Locator, Page } from '@playwright/test';
import { beginsWith } from './names.ts';

const selectors = (page: Page) => {
  const grid = page.getByRole('treegrid', { name: /^Containers/ }).or(page.getByRole('grid', { name: /^Containers/ }));
  return {
    grid: () => grid,
    rows: () => grid.getByRole('row'),
    row: (name: string) => grid.getByRole('row', { name: beginsWith(name) }),
    columnHeader: (name: string) => grid.getByRole('columnheader', { name: beginsWith(name) }),
    runButton: () => page.getByRole('button', { name: beginsWith('Run a container') }).first(),
    segment: (name: string) => page.getByRole('radio', { name: beginsWith(name) }),
    filter: () => page.getByLabel('Filter', { exact: true }).and(page.locator('input')),
    filterButton: () => page.getByRole('button', { name: beginsWith('Filter') }),
    bulkBar: () => page.getByRole('toolbar', { name: /selected/ }),
    dialog: () => page.getByRole('alertdialog'),
    action: (name: string, verb: string) =>
      grid.getByRole('row', { name: beginsWith(name) }).getByRole('button', { name: beginsWith(verb) }),
    more: (name: string) =>
      grid.getByRole('row', { name: beginsWith(name) }).getByRole('button', { name: /^More actions/ }),
    menuItem: (verb: string) => page.getByRole('menuitem', { name: beginsWith(verb) }),
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

  columnHeader(name: string): Locator {
    return this.#selectors.columnHeader(name);
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

  /** Groups and containers from top to bottom, as their rows are named. */
  async names(): Promise<string[]> {
    const labels = await this.rows.evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-label')));
    // The row of column heads has none; a container's goes on with its state.
    return labels.flatMap((label) => label?.split(', ')[0] ?? []);
  }

  /** One of a row's own actions, from its strip or else from its menu. */
  async act(name: string, verb: string): Promise<void> {
    await this.row(name).hover();
    const action = this.#selectors.action(name, verb);
    if ((await action.count()) === 0) {
      await this.#selectors.more(name).click();
      await this.#selectors.menuItem(verb).click();
    } else await action.first().click();
  }

  async hoverAction(name: string, verb: string): Promise<void> {
    await this.row(name).hover();
    await this.#selectors.action(name, verb).hover();
  }

  async confirm(verb: string): Promise<void> {
    await this.#selectors
      .dialog()
      .getByRole('button', { name: beginsWith(verb) })
      .click();
  }

  /** Goes to the dialog's button with Tab alone, and presses Enter. */
  async pressInConfirmation(verb: string): Promise<void> {
    const button = this.#selectors.dialog().getByRole('button', { name: beginsWith(verb) });
    for (let step = 0; step < 10; step++) {
      if (await button.evaluate((element) => element === document.activeElement)) {
        await this.#page.keyboard.press('Enter');
        return;
      }
      await this.#page.keyboard.press('Tab');
    }
    throw new Error(`Tab does not reach the button '${verb}'.`);
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

  get filterField(): Locator {
    return this.#selectors.filter();
  }

  async filter(text: string): Promise<void> {
    if ((await this.#selectors.filter().count()) === 0) await this.#selectors.filterButton().click();
    await this.#selectors.filter().fill(text);
  }

  async sortBy(column: string): Promise<void> {
    await this.columnHeader(column).getByRole('button').click();
    // While the pointer is over the list its order is held.
    await this.#page.mouse.move(0, 0);
  }

  /** Folds the group, or unfolds it. */
  async toggle(group: string): Promise<void> {
    await this.row(group).click();
  }

  /** Opens the pane beside the list. */
  async open(name: string): Promise<void> {
    await this.row(name).click();
  }

  /** Opens the container's own page, on its log. */
  async openPage(name: string): Promise<void> {
    await this.act(name, 'Logs');
  }
}
