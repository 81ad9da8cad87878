import type { Locator, Page } from '@playwright/test';
import type { PageProblems } from '../fixtures/page-problems.ts';
import { CommandBar } from './command-bar.ts';
import { ContainerScreen } from './container-screen.ts';
import { ContainersScreen } from './containers-screen.ts';
import { ImagesScreen } from './images-screen.ts';
import { Palette } from './palette.ts';
import { RunDialog } from './run-dialog.ts';

const selectors = (page: Page) => ({
  navigation: () => page.getByRole('navigation', { name: 'Main' }),
  link: (name: string) => page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name }),
  heading: () => page.getByRole('heading', { level: 1 }),
  engineCard: () => page.getByRole('button', { name: /^Engine: / }),
  status: () => page.getByRole('status'),
  alert: () => page.getByRole('alert'),
});

export type Section = 'Containers' | 'Images' | 'Volumes' | 'Networks';

/** The whole window: what is around every screen, and the screens. */
export class App {
  readonly page: Page;
  readonly problems: PageProblems;
  readonly containers: ContainersScreen;
  readonly container: ContainerScreen;
  readonly images: ImagesScreen;
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

  get alerts(): Locator {
    return this.#selectors.alert();
  }

  get notices(): Locator {
    return this.#selectors.status();
  }
}
