import { z } from 'zod';
import { execOptions, type ExecOptions } from '../contract/terminals.ts';
import { readFileIfAny, writeFileAtomically } from '../platform/atomic-file.ts';

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

  static async open(file: string): Promise<RememberedChoices> {
    return new RememberedChoices(file, parseChoices(await readFileIfAny(file)));
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

function parseChoices(text: string | null): z.infer<typeof stored> {
  if (text === null) return [];
  try {
    return stored.safeParse(JSON.parse(text)).data ?? [];
  } catch {
    // Not JSON: of another program's making. What was remembered is a convenience; the next choice writes it anew.
    return [];
  }
}
