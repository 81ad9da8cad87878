import type { Locator, Page } from '@playwright/test';

const selectors = (page: Page) => {
  const dialog = page.getByRole('dialog').filter({ has: page.getByRole('combobox') });
  return {
    dialog: () => dialog,
    query: () => dialog.getByRole('combobox'),
    options: () => dialog.getByRole('option'),
  };
};

/** The palette: every object and every verb, by keyboard only. */
export class Palette {
  readonly #page: Page;
  readonly #selectors: ReturnType<typeof selectors>;

  constructor(page: Page) {
    this.#page = page;
    this.#selectors = selectors(page);
  }

  async open(): Promise<void> {
    await this.#page.keyboard.press('ControlOrMeta+k');
    await this.#selectors.query().waitFor();
  }

  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Moves to the option whose name begins so, with the arrow keys alone, and presses Enter. */
  async choose(name: RegExp): Promise<void> {
    const options = this.#selectors.options();
    await options.filter({ hasText: name }).first().waitFor();
    const count = await options.count();
    for (let step = 0; step <= count; step++) {
      const selected = this.#selectors.dialog().locator('[role=option][aria-selected=true]');
      if ((await selected.count()) > 0 && name.test((await selected.innerText()).replaceAll('\n', ' '))) {
        await this.#page.keyboard.press('Enter');
        return;
      }
      await this.#page.keyboard.press('ArrowDown');
    }
    throw new Error(`The palette has no option ${name}. It has: ${(await options.allInnerTexts()).join(' | ')}`);
  }

  get dialog(): Locator {
    return this.#selectors.dialog();
  }

  get options(): Locator {
    return this.#selectors.options();
  }
}
