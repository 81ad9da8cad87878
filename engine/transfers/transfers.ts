import { familiarReference, type ImageReference } from '../contract/image-reference.ts';
import type { JobFacts } from '../contract/jobs.ts';
import { readReference } from '../docker/distribution.ts';
import type { Job } from '../jobs/job.ts';
import type { Jobs } from '../jobs/jobs.ts';
import { EngineError } from '../platform/engine-error.ts';
import { createSaveFile, freeSavePath, isReplaceable } from './save-file.ts';
import type { TransferEngine } from './transfer-engine.ts';
import { importKind, loadKind, pullKind, pushKind, saveKind } from './transfer-kinds.ts';
import { TransferWork } from './transfer-work.ts';
import { Upload } from './upload.ts';

interface TransfersOptions {
  readonly jobs: Jobs<JobFacts>;
  readonly downloadsDir: () => Promise<string>;
}

/** Begins pulls, pushes, saves, loads and imports as jobs, and receives the files that pages send. */
export class Transfers {
  readonly #jobs: Jobs<JobFacts>;
  readonly #downloadsDir: () => Promise<string>;
  /** A file that the next save may replace. */
  #agreedPath: string | null = null;

  constructor({ jobs, downloadsDir }: TransfersOptions) {
    this.#jobs = jobs;
    this.#downloadsDir = downloadsDir;
  }

  /** Throws `reference-invalid`. One that the engine pulls already is not pulled twice. */
  pull(on: TransferEngine, text: string, platform: string): string {
    const reference = readReference(text);
    const name = familiarReference(reference);
    return this.#jobs.start(pullKind, { on, order: { reference, platform }, name, key: `${name} ${platform}` });
  }

  /** Throws `reference-invalid`, also for a name with a digest, which cannot be pushed. */
  push(on: TransferEngine, text: string): string {
    const reference = readNameToGive(text);
    const name = familiarReference(reference);
    return this.#jobs.start(pushKind, { on, order: { reference }, name, key: name });
  }

  async savePath(references: readonly string[]): Promise<string> {
    return freeSavePath(await this.#downloadsDir(), references);
  }

  /** The person chose this file in the system's own dialog, which asks before a file is replaced: a save to it may do so. */
  async agreeToReplace(path: string): Promise<void> {
    this.#agreedPath = (await isReplaceable(path)) ? path : null;
  }

  /** Throws `file-exists` and `file-not-writable`. */
  async save(on: TransferEngine, references: readonly string[], wantedPath: string): Promise<string> {
    const path = wantedPath === '' ? await this.savePath(references) : wantedPath;
    // Tried now, so that whoever asked hears at once that it cannot be made.
    const mayReplace = path === this.#agreedPath;
    await (await createSaveFile(path, mayReplace)).drop();
    this.#agreedPath = null;
    const order = { references, path, mayReplace };
    return this.#jobs.start(saveKind, { on, order, name: references[0] ?? '', key: null });
  }

  load(on: TransferEngine, fileName: string, sizeBytes: number): string {
    const order = { upload: new Upload(sizeBytes) };
    return this.#jobs.start(loadKind, { on, order, name: fileName, key: null });
  }

  /** Throws `reference-invalid`. */
  import(on: TransferEngine, fileName: string, sizeBytes: number, text: string): string {
    const order = { reference: readNameToGive(text), upload: new Upload(sizeBytes) };
    return this.#jobs.start(importKind, { on, order, name: fileName, key: null });
  }

  /** The next bytes of a file. Throws `invalid` for a piece out of turn, and why it has ended if it has. */
  async send(id: string, offset: number, bytes: Uint8Array): Promise<void> {
    const job = this.#jobs.find(id);
    const upload = uploadOf(job);
    if (upload === null) throw new EngineError('invalid', 'Nothing is sent for this.');
    try {
      if (job.isEnded) throw new EngineError('cancelled', 'It has ended.');
      await upload.send(offset, bytes);
    } catch (error) {
      // The daemon may have given up on the file in the middle: what it said is why nobody takes the rest.
      if (error instanceof EngineError && error.code === 'cancelled') await job.settled;
      throw job.failure ?? error;
    }
    this.#jobs.changed(job);
  }

  /** The page that sends this file has no connection any more. Does nothing for an unknown job. */
  senderIsGone(id: string): void {
    const job = this.#jobs.get(id);
    if (job !== undefined) uploadOf(job)?.senderIsGone(() => job.cancel());
  }
}

/** A name that an image is to have elsewhere or here: a tag, never a digest. */
function readNameToGive(text: string): ImageReference {
  const reference = readReference(text);
  if (reference.digest === '') return reference;
  throw new EngineError('invalid', `invalid reference format: ${text} has a digest`, {
    reason: 'reference-invalid',
    params: { image: text },
  });
}

function uploadOf({ work }: Job<unknown>): Upload | null {
  return work instanceof TransferWork ? work.upload : null;
}
