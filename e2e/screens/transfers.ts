import type { Locator, Page } from '@playwright/test';

const selectors = (page: Page) => {
  const card = page.getByRole('button', { name: /^Transfers: / });
  const panel = page.getByRole('dialog', { name: 'Transfers' });
  const onPage = page.getByRole('region', { name: 'Transfers in progress' });
  return {
    card: () => card,
    panel: () => panel,
    onPage: () => onPage,
    rowIn: (place: Locator, name: string) => place.getByRole('listitem', { name }),
  };
};

/** What is pulled, pushed, saved and loaded: the card that is on every page, its list, and the rows above the list of images. */
export class Transfers {
  readonly #selectors: ReturnType<typeof selectors>;

  constructor(page: Page) {
    this.#selectors = selectors(page);
  }

  /** Its name says how many there are. */
  get card(): Locator {
    return this.#selectors.card();
  }

  get panel(): Locator {
    return this.#selectors.panel();
  }

  /** Above the list of images. */
  get onPage(): Locator {
    return this.#selectors.onPage();
  }

  /** Such as 'Pull nginx:1.28', in the card's list. */
  row(name: string): Locator {
    return this.#selectors.rowIn(this.panel, name);
  }

  rowOnPage(name: string): Locator {
    return this.#selectors.rowIn(this.onPage, name);
  }

  async open(): Promise<void> {
    await this.card.click();
    await this.panel.waitFor();
  }
}
