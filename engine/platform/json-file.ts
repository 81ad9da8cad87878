import { rename } from 'node:fs/promises';
import type { z } from 'zod';
import { readFileIfAny } from './atomic-file.ts';
import { toMessage } from './engine-error.ts';
import type { Log } from './log.ts';

/**
 * What a JSON file of Berth's own says, as `schema` has it; null where there is none. A file that cannot be understood counts as
 * none and is renamed to `NAME.broken`, in place of an older one, so that the next write does not destroy it; the log says so.
 * Throws the system's errors for a file that cannot be read.
 */
export async function readJsonFile<T>(file: string, schema: z.ZodType<T>, log: Pick<Log, 'warn'>): Promise<T | null> {
  const text = await readFileIfAny(file);
  if (text === null) return null;
  let error: unknown;
  try {
    const read = schema.safeParse(JSON.parse(text));
    if (read.success) return read.data;
    ({ error } = read);
  } catch (syntaxError) {
    error = syntaxError;
  }
  await setAside(file, toMessage(error), log);
  return null;
}

async function setAside(file: string, why: string, log: Pick<Log, 'warn'>): Promise<void> {
  const keptAs = `${file}.broken`;
  try {
    await rename(file, keptAs);
    log.warn({ file, keptAs, error: why }, 'a broken file was set aside');
  } catch (error) {
    // What may not be renamed may not be written over either.
    log.warn({ file, error: why, keptBecause: toMessage(error) }, 'a broken file was not set aside');
  }
}
