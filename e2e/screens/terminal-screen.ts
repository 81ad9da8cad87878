import { expect, type Locator, type Page } from '@playwright/test';

/** An answer takes a few milliseconds; more on a machine that does other things too. */
const restMs = 150;

const selectors = (page: Page) => ({
  input: () => page.getByRole('textbox', { name: 'Terminal input' }),
  pane: () => page.getByRole('region', { name: /^Terminal, / }),
  rows: (pane: Locator) => pane.locator('.xterm-rows'),
  sessions: () => page.getByRole('tablist', { name: 'Terminal sessions' }).getByRole('tab'),
  newSession: () => page.getByRole('button', { name: 'New session' }),
  picker: () => page.getByRole('dialog', { name: 'New session' }),
  tool: (name: string) => page.getByRole('toolbar', { name: 'Terminal' }).getByRole('button', { name }),
  status: () => page.getByRole('region', { name: /^Terminal, / }).getByRole('status'),
  openSession: () => page.getByRole('button', { name: 'Open session' }),
});

/** The terminals of a container, or of all of them: tabs, panes, what is asked. */
export class TerminalScreen {
  readonly #page: Page;
  readonly #selectors: ReturnType<typeof selectors>;

  constructor(page: Page) {
    this.#page = page;
    this.#selectors = selectors(page);
  }

  /** What keys go to; one a pane. */
  get input(): Locator {
    return this.#selectors.input();
  }

  get sessions(): Locator {
    return this.#selectors.sessions();
  }

  get picker(): Locator {
    return this.#selectors.picker();
  }

  /** The line below a terminal: how it ended, or why nothing happens in it. */
  get status(): Locator {
    return this.#selectors.status();
  }

  /** What a pane shows, line by line, where the page draws it itself; ends of lines are cut. */
  async lines(pane = 0): Promise<string[]> {
    const texts = await this.#selectors.rows(this.#selectors.pane().nth(pane)).locator('> div').allTextContents();
    return texts.map((text) => text.replaceAll('\u00A0', ' ').trimEnd());
  }

  /** All of it as one text, without the empty lines at its end. */
  async text(pane = 0): Promise<string> {
    return (await this.lines(pane)).join('\n').trimEnd();
  }

  /** Types a line into the terminal that has the focus, and sends it. */
  async run(line: string): Promise<void> {
    await this.#settle();
    await this.#page.keyboard.type(line);
    await this.#page.keyboard.press('Enter');
  }

  /**
   * Waits until a terminal has the focus and its screen rests. busybox's shell asks where the cursor is after each prompt, and loses what is
   * typed before it has read the answer.
   */
  async #settle(): Promise<void> {
    const hasFocus = () => this.#page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
    await expect.poll(hasFocus).toBe('Terminal input');
    for (let before = '', now = await this.#allText(); before !== now; now = await this.#allText()) {
      before = now;
      await this.#page.waitForTimeout(restMs);
    }
  }

  #allText(): Promise<string> {
    return this.#page.locator('[data-terminal] .xterm-rows').allTextContents().then(String);
  }

  async openPicker(): Promise<void> {
    await this.#selectors.newSession().click();
  }

  /** Opens what the picker shows. */
  async openSession(): Promise<void> {
    await this.#selectors.openSession().click();
  }

  /** By the cross on its tab, which does not show the session. */
  async closeSession(at: number): Promise<void> {
    const tab = this.#selectors.sessions().nth(at);
    await tab.hover();
    await tab.locator('[data-close]').click();
  }

  async use(tool: 'Find' | 'Split right' | 'Split below' | 'Clear' | 'Keyboard shortcuts'): Promise<void> {
    await this.#selectors.tool(tool).click();
  }
}
