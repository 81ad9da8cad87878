import type { Locator, Page } from '@playwright/test';

const selectors = (page: Page) => ({
  log: () => page.getByRole('log'),
  rows: () => page.getByRole('log').locator('[data-row]'),
  search: () => page.getByRole('searchbox', { name: 'Search logs' }),
  level: (name: string) =>
    page.getByRole('group', { name: 'Levels' }).getByRole('button', { name: new RegExp(`^${name}`) }),
  paused: () => page.getByText('Paused while you read'),
  follow: () => page.getByRole('button', { name: 'Follow' }),
  minimap: () => page.getByRole('scrollbar', { name: /^Log position/ }),
  tool: (name: string | RegExp) => page.getByRole('toolbar', { name: 'Log' }).getByRole('button', { name }),
  marks: () => page.getByRole('log').locator('mark'),
  currentRow: () => page.getByRole('log').locator('[data-row][data-current]'),
  item: (name: string) =>
    page.getByRole('menuitem', { name, exact: true }).or(page.getByRole('menuitemcheckbox', { name, exact: true })),
});

/** The log view: lines, search, filters. */
export class LogScreen {
  readonly page: Page;
  readonly #selectors: ReturnType<typeof selectors>;

  constructor(page: Page) {
    this.page = page;
    this.#selectors = selectors(page);
  }

  get log(): Locator {
    return this.#selectors.log();
  }

  get rows(): Locator {
    return this.#selectors.rows();
  }

  get searchBox(): Locator {
    return this.#selectors.search();
  }

  get pausedNotice(): Locator {
    return this.#selectors.paused();
  }

  get minimap(): Locator {
    return this.#selectors.minimap();
  }

  get marks(): Locator {
    return this.#selectors.marks();
  }

  /** The row that the search is at. */
  get currentRow(): Locator {
    return this.#selectors.currentRow();
  }

  /** Opens the JSON of a row that is in view: those around it are drawn too. Throws when there is none, or the rows have just moved on. */
  async unfoldOne(): Promise<void> {
    const buttons = this.rows.getByRole('button', { name: 'Unfold JSON' });
    const at = await buttons.evaluateAll((all) =>
      all.findIndex((button) => {
        const { x, y, width, height } = button.getBoundingClientRect();
        return button.contains(document.elementFromPoint(x + width / 2, y + height / 2));
      }),
    );
    if (at < 0) throw new Error('No row in view has JSON.');
    await buttons.nth(at).click({ timeout: 1_000 });
  }

  level(name: 'Error' | 'Warn' | 'Info' | 'Debug'): Locator {
    return this.#selectors.level(name);
  }

  tool(name: string | RegExp): Locator {
    return this.#selectors.tool(name);
  }

  row(text: string | RegExp): Locator {
    return this.#selectors.rows().filter({ hasText: text });
  }

  /** Goes on following after one has read further up. */
  async follow(): Promise<void> {
    await this.#selectors.follow().click();
  }

  async search(text: string): Promise<void> {
    await this.#selectors.search().fill(text);
  }

  /** Chooses in one of the toolbar's menus. */
  async choose(menu: string, item: string): Promise<void> {
    await this.#selectors.tool(menu).click();
    await this.#selectors.item(item).click();
  }

  /** The texts of the rows that are seen whole, from the top. */
  async seen(): Promise<string[]> {
    return await this.log.evaluate((log) => {
      const { top, bottom } = log.getBoundingClientRect();
      return [...log.querySelectorAll<HTMLElement>('[data-row]')]
        .filter((row) => {
          const box = row.getBoundingClientRect();
          return box.top >= top - 1 && box.bottom <= bottom + 1;
        })
        .map((row) => row.querySelector('[data-text]')?.textContent ?? '');
    });
  }
}
