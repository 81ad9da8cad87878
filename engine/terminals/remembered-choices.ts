import { z } from 'zod';
import { execOptions, type ExecOptions } from '../contract/terminals.ts';
import { writeFileAtomically } from '../platform/atomic-file.ts';
import { readJsonFile } from '../platform/json-file.ts';
import type { Log } from '../platform/log.ts';

/** Enough for a person's images; the one used longest ago is forgotten first. */
const maxImages = 200;

const stored = z.array(z.object({ image: z.string(), options: execOptions }));

/** What was opened last in a container of each image, the newest last; kept in a file of the data folder. */
export class RememberedChoices {
  readonly #file: string;
  #choices: z.infer<typeof stored>;

  private constructor(file: string, choices: z.infer<typeof stored>) {
    this.#file = file;
    this.#choices = choices;
  }

  static async open(file: string, log: Log): Promise<RememberedChoices> {
    return new RememberedChoices(file, (await readJsonFile(file, stored, log)) ?? []);
  }

  of(image: string): ExecOptions | null {
    return this.#choices.find((choice) => choice.image === image)?.options ?? null;
  }

  async remember(image: string, options: ExecOptions): Promise<void> {
    const others = this.#choices.filter((choice) => choice.image !== image);
    this.#choices = [...others, { image, options }].slice(-maxImages);
    await writeFileAtomically(this.#file, `${JSON.stringify(this.#choices)}\n`);
  }
}
