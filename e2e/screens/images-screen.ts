import type { Locator, Page } from '@playwright/test';
import { ImageForms } from './image-forms.ts';
import { beginsWith } from './names.ts';
import { Transfers } from './transfers.ts';

const selectors = (page: Page) => {
  const grid = page.getByRole('treegrid', { name: /^Images/ }).or(page.getByRole('grid', { name: /^Images/ }));
  const pane = page.getByRole('complementary', { name: / details$/ });
  return {
    grid: () => grid,
    row: (name: string) => grid.getByRole('row', { name: beginsWith(name) }),
    pane: () => pane,
    tab: (name: string) => pane.getByRole('tab', { name: beginsWith(name) }),
    segment: (name: string) => page.getByRole('radio', { name: beginsWith(name) }),
    pull: () => page.getByRole('button', { name: 'Pull image' }),
    freeUp: () => page.getByRole('button', { name: /^Free up/ }),
    more: () => page.getByRole('button', { name: 'More for images' }),
    dialog: () => page.getByRole('alertdialog'),
    menu: () => page.getByRole('menu'),
  };
};

/** The list of images with the details of one, and the forms that open from there. */
export class ImagesScreen {
  readonly forms: ImageForms;
  readonly transfers: Transfers;
  readonly #page: Page;
  readonly #selectors: ReturnType<typeof selectors>;

  constructor(page: Page) {
    this.#page = page;
    this.forms = new ImageForms(page);
    this.transfers = new Transfers(page);
    this.#selectors = selectors(page);
  }

  get grid(): Locator {
    return this.#selectors.grid();
  }

  row(name: string): Locator {
    return this.#selectors.row(name);
  }

  get pane(): Locator {
    return this.#selectors.pane();
  }

  get confirmation(): Locator {
    return this.#selectors.dialog();
  }

  get freeUpButton(): Locator {
    return this.#selectors.freeUp();
  }

  /** A button of the row that is pointed at. */
  async act(name: string, verb: string): Promise<void> {
    await this.row(name).hover();
    await this.row(name)
      .getByRole('button', { name: beginsWith(verb) })
      .click();
  }

  /** An entry of the row's menu. */
  async choose(name: string, verb: string): Promise<void> {
    await this.row(name).click({ button: 'right' });
    await this.#selectors
      .menu()
      .getByRole('menuitem', { name: beginsWith(verb) })
      .click();
  }

  /** An entry of the page's own menu. */
  async chooseMore(verb: string): Promise<void> {
    await this.#selectors.more().click();
    await this.#selectors
      .menu()
      .getByRole('menuitem', { name: beginsWith(verb) })
      .click();
  }

  async confirm(verb: string): Promise<void> {
    await this.#selectors
      .dialog()
      .getByRole('button', { name: beginsWith(verb) })
      .click();
  }

  async filter(text: string): Promise<void> {
    await this.#page.keyboard.press('ControlOrMeta+f');
    await this.#page.keyboard.type(text);
  }

  async show(segment: string): Promise<void> {
    await this.#selectors.segment(segment).click();
  }

  /** Opens the details of a row, with one of their tabs. */
  async open(name: string, tab?: string): Promise<void> {
    await this.row(name).click();
    await this.pane.waitFor();
    if (tab !== undefined) await this.#selectors.tab(tab).click();
  }

  /** Opens the form from the page's primary button. */
  async openPull(): Promise<void> {
    await this.#selectors.pull().click();
    await this.forms.pull.dialog.waitFor();
  }
}
