import type { Locator, Page } from '@playwright/test';
import { beginsWith } from './names.ts';

/** One of the forms: fields by their labels, the button that sends it. */
export class Form {
  readonly dialog: Locator;

  constructor(page: Page, title: RegExp) {
    this.dialog = page.getByRole('dialog', { name: title });
  }

  field(label: string): Locator {
    return this.dialog.getByLabel(label, { exact: true });
  }

  async enter(fields: Readonly<Record<string, string>>): Promise<void> {
    for (const [label, value] of Object.entries(fields)) await this.field(label).fill(value);
  }

  async choose(label: string, value: string): Promise<void> {
    await this.field(label).selectOption(value);
  }

  button(name: string): Locator {
    return this.dialog.getByRole('button', { name: beginsWith(name) });
  }

  async submit(name: string): Promise<void> {
    await this.dialog.getByRole('button', { name, exact: true }).click();
  }

  get options(): Locator {
    return this.dialog.getByRole('listbox').getByRole('option');
  }
}

/** What is asked about images. */
export class ImageForms {
  readonly pull: Form;
  readonly push: Form;
  readonly tag: Form;
  readonly save: Form;
  readonly load: Form;
  readonly prune: Form;

  constructor(page: Page) {
    this.pull = new Form(page, /^Pull image$/);
    this.push = new Form(page, /^Push to a registry$/);
    this.tag = new Form(page, /^Tag /);
    this.save = new Form(page, /^Save /);
    this.load = new Form(page, /^Load from a file$/);
    this.prune = new Form(page, /^Free up space$/);
  }
}
