import path from 'node:path';
import { z } from 'zod';
import { engineSettings, type EngineSettings } from '../contract/engine.ts';
import { readFileIfAny, writeFileAtomically } from '../platform/atomic-file.ts';

const stored = engineSettings.extend({
  /** The engine chosen last. */
  connectionId: z.string(),
});

type Stored = z.infer<typeof stored>;

const defaults: Stored = { leaveRunning: false, connectionId: 'bundled' };

/** What the user set, kept in `settings.json` of the data folder. A file that cannot be understood counts as none, and is kept until the next change. */
export class SettingsFile {
  readonly #file: string;
  #values: Stored = defaults;

  private constructor(file: string) {
    this.#file = file;
  }

  static async open(dataDir: string): Promise<SettingsFile> {
    const settings = new SettingsFile(path.join(dataDir, 'settings.json'));
    settings.#values = parseSettings(await readFileIfAny(settings.#file));
    return settings;
  }

  get values(): EngineSettings & { readonly connectionId: string } {
    return this.#values;
  }

  async change(changes: { [Key in keyof Stored]?: Stored[Key] | undefined }): Promise<void> {
    this.#values = {
      leaveRunning: changes.leaveRunning ?? this.#values.leaveRunning,
      connectionId: changes.connectionId ?? this.#values.connectionId,
    };
    await writeFileAtomically(this.#file, `${JSON.stringify(this.#values, null, 2)}\n`);
  }
}

/** Settings from a file's text; what is missing or wrong there has its default. */
export function parseSettings(text: string | null): Stored {
  if (text === null) return defaults;
  try {
    const parsed = stored.partial().safeParse(JSON.parse(text));
    return {
      leaveRunning: parsed.data?.leaveRunning ?? defaults.leaveRunning,
      connectionId: parsed.data?.connectionId ?? defaults.connectionId,
    };
  } catch {
    // Not JSON: a torn file of another program's making, since ours are written atomically.
    return defaults;
  }
}
