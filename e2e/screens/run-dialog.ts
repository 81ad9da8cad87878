import type { Locator, Page } from '@playwright/test';
import { beginsWith } from './names.ts';

const selectors = (page: Page) => {
  const dialog = page.getByRole('dialog', { name: /^Run/ });
  return {
    dialog: () => dialog,
    image: () => dialog.getByRole('combobox', { name: 'Image' }),
    name: () => dialog.getByRole('textbox', { name: 'Name' }),
    hostPort: () => dialog.getByRole('textbox', { name: /^Port \d+ on this computer$/ }).first(),
    containerPort: () => dialog.getByRole('textbox', { name: /^Port \d+ in the container$/ }).first(),
    addPort: () => dialog.getByRole('button', { name: 'Add port' }),
    run: () => dialog.getByRole('button', { name: beginsWith('Run') }),
    cancel: () => dialog.getByRole('button', { name: 'Cancel' }),
  };
};

export interface RunForm {
  readonly image?: string;
  readonly name?: string;
  /** `any` lets the engine choose: what an image suggests may be taken on this computer. */
  readonly hostPort?: number | 'any';
  readonly containerPort?: number;
}

/** The short form to run a container from an image. */
export class RunDialog {
  readonly #selectors: ReturnType<typeof selectors>;

  constructor(page: Page) {
    this.#selectors = selectors(page);
  }

  get dialog(): Locator {
    return this.#selectors.dialog();
  }

  get runButton(): Locator {
    return this.#selectors.run();
  }

  async enter({ image, name, hostPort, containerPort }: RunForm): Promise<void> {
    const the = this.#selectors;
    if (image !== undefined) await the.image().fill(image);
    if (name !== undefined) await the.name().fill(name);
    if (hostPort === undefined && containerPort === undefined) return;
    if ((await the.hostPort().count()) === 0) await the.addPort().click();
    if (containerPort !== undefined) await the.containerPort().fill(String(containerPort));
    if (hostPort !== undefined) await the.hostPort().fill(hostPort === 'any' ? '' : String(hostPort));
  }

  async run(): Promise<void> {
    await this.#selectors.run().click();
  }

  async cancel(): Promise<void> {
    await this.#selectors.cancel().click();
  }
}
