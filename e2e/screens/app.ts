import type { Locator, Page } from '@playwright/test';
import type { PageProblems } from '../fixtures/page-problems.ts';
import { CommandBar } from './command-bar.ts';
import { ContainerScreen } from './container-screen.ts';
import { ContainersScreen } from './containers-screen.ts';
import { LogScreen } from './log-screen.ts';
import { ImagesScreen } from './images-screen.ts';
import { Palette } from './palette.ts';
import { RegistriesScreen } from './registries-screen.ts';
import { RunDialog } from './run-dialog.ts';
import { TerminalScreen } from './terminal-screen.ts';

const selectors = (page: Page) => ({
  navigation: () => page.getByRole('navigation', { name: 'Main' }),
  link: (name: string) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }),
  heading: () => page.getByRole('heading', { level: 1 }),
  engineCard: () => page.getByRole('button', { name: /^Engine: / }),
  dialogs: () => page.getByRole('dialog').or(page.getByRole('alertdialog')),
});

export type Section =
  'Containers' | 'Images' | 'Volumes' | 'Networks' | 'Terminals' | 'Logs' | 'Registries' | 'Plugins' | 'Settings';

/** The whole window: what is around every screen, and the screens. */
export class App {
  readonly page: Page;
  readonly problems: PageProblems;
  readonly containers: ContainersScreen;
  readonly container: ContainerScreen;
  readonly images: ImagesScreen;
  readonly logs: LogScreen;
  readonly terminal: TerminalScreen;
  readonly registries: RegistriesScreen;
  readonly runDialog: RunDialog;
  readonly commandBar: CommandBar;
  readonly palette: Palette;
  readonly #selectors: ReturnType<typeof selectors>;

  constructor(page: Page, problems: PageProblems) {
    this.page = page;
    this.problems = problems;
    this.#selectors = selectors(page);
    this.containers = new ContainersScreen(page);
    this.container = new ContainerScreen(page);
    this.images = new ImagesScreen(page);
    this.logs = new LogScreen(page);
    this.terminal = new TerminalScreen(page);
    this.registries = new RegistriesScreen(page);
    this.runDialog = new RunDialog(page);
    this.commandBar = new CommandBar(page);
    this.palette = new Palette(page);
  }

  async go(section: Section): Promise<void> {
    await this.#selectors.link(section).click();
    await this.#selectors.heading().filter({ hasText: section }).waitFor();
  }

  /** Presses Tab until the focus is inside. */
  async tabTo(place: Locator): Promise<void> {
    for (let step = 0; step < 60; step++) {
      if (await place.evaluate((element) => element.contains(document.activeElement))) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error('Tab does not get there.');
  }

  /** Presses the key until the element has the focus. */
  async moveTo(target: Locator, key: string): Promise<void> {
    for (let step = 0; step < 60; step++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.page.keyboard.press(key);
    }
    throw new Error(`${key} does not get there.`);
  }

  link(section: Section): Locator {
    return this.#selectors.link(section);
  }

  get heading(): Locator {
    return this.#selectors.heading();
  }

  get navigation(): Locator {
    return this.#selectors.navigation();
  }

  /** Its name says which engine it is and how it is. */
  get engineCard(): Locator {
    return this.#selectors.engineCard();
  }

  /** Presses Escape until no dialog is open: the first may only close a list inside of one. */
  async closeDialogs(): Promise<void> {
    for (let step = 0; step < 5 && (await this.#selectors.dialogs().count()) > 0; step++) {
      await this.page.keyboard.press('Escape');
      // Dialogs leave within 90 ms (design language §15).
      await this.page.waitForTimeout(150);
    }
  }
}
