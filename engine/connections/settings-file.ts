import path from 'node:path';
import { z } from 'zod';
import { serviceSettings, type ServiceSettings } from '../contract/settings.ts';
import { writeFileAtomically } from '../platform/atomic-file.ts';
import { readJsonFile } from '../platform/json-file.ts';
import type { Log } from '../platform/log.ts';
import { Sequencer } from '../platform/sequencer.ts';

const { shape } = serviceSettings;

/** What is missing or wrong has its default, each by itself. */
const stored = z.object({
  leaveRunning: shape.leaveRunning.catch(false),
  keepsRemovedLogs: shape.keepsRemovedLogs.catch(true),
  keptLogsMegabytes: shape.keptLogsMegabytes.catch(2048),
  capturedLogMegabytes: shape.capturedLogMegabytes.catch(1024),
  capturedLogsMegabytes: shape.capturedLogsMegabytes.catch(4096),
  logsInMemory: shape.logsInMemory.catch(false),
  /** The engine that a page shows first. */
  firstEngineId: z.string().catch('bundled'),
});

type Stored = z.infer<typeof stored>;

/** What the user set, kept in `settings.json` of the data folder. A file that cannot be understood counts as none. */
export class SettingsFile {
  readonly #file: string;
  readonly #changes = new Sequencer();
  #values: Stored;

  private constructor(file: string, values: Stored) {
    this.#file = file;
    this.#values = values;
  }

  static async open(dataDir: string, log: Log): Promise<SettingsFile> {
    const file = path.join(dataDir, 'settings.json');
    return new SettingsFile(file, (await readJsonFile(file, stored, log)) ?? stored.parse({}));
  }

  get values(): ServiceSettings & { readonly firstEngineId: string } {
    return this.#values;
  }

  /** Changes what is given, and resolves when it is written. In force from then on; a change that cannot be written is not. */
  change(changes: { [Key in keyof Stored]?: Stored[Key] | undefined }): Promise<void> {
    const changed = Object.entries(changes).filter(([, value]) => value !== undefined);
    return this.#changes.run(async () => {
      const values = stored.parse({ ...this.#values, ...Object.fromEntries(changed) });
      await writeFileAtomically(this.#file, `${JSON.stringify(values, null, 2)}\n`);
      this.#values = values;
    });
  }
}
