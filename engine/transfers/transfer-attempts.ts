import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { familiarReference, type ImageReference } from '../contract/image-reference.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { aboutRegistry } from '../docker/about-registry.ts';
import { toEngineError } from '../docker/errors.ts';
import {
  importArchive,
  loadArchive,
  type ProgressMessage,
  pullImage,
  pushImage,
  saveArchive,
} from '../docker/image-transfer.ts';
import { readLayers } from '../docker/image-layers.ts';
import { inspectImage } from '../docker/images.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import { createSaveFile, toWriteFailure } from './save-file.ts';
import type { SizedLayer } from './layer-book.ts';
import { emptyResult, type TransferEngine, type TransferResult } from './transfer-engine.ts';
import type { Upload } from './upload.ts';

/** What one try of a transfer works with. */
export interface TransferAttempt {
  readonly on: TransferEngine;
  readonly connection: DockerConnection;
  readonly signal: AbortSignal;
  /** Takes in what the daemon says. False for what is not about a layer. */
  readonly note: (message: ProgressMessage) => boolean;
  /** Takes in how large layers are. */
  readonly learn: (layers: readonly SizedLayer[]) => void;
  /** So much of a file is written; the total may be a guess, which is made good at the end. */
  readonly countFile: (doneBytes: number, totalBytes: number | null) => void;
}

export interface PullOrder {
  readonly reference: ImageReference;
  readonly platform: string;
}

export interface PushOrder {
  readonly reference: ImageReference;
}

export interface SaveOrder {
  readonly references: readonly string[];
  readonly path: string;
  /** The person agreed that the file that is there goes. */
  readonly mayReplace: boolean;
}

export interface LoadOrder {
  readonly upload: Upload;
}

export interface ImportOrder {
  readonly upload: Upload;
  readonly reference: ImageReference;
}

/** Pulls once. Throws what ended it; `unreachable` for a lost engine. */
export async function pull(attempt: TransferAttempt, { reference, platform }: PullOrder): Promise<TransferResult> {
  const { on, connection, signal, note } = attempt;
  const registryAuth = await on.headerFor(reference.domain, signal);
  const stop = new AbortController();
  // Beside the pull, which never waits for it; where it comes later it still tells what the smallest layers weighed.
  void learnSizes(attempt, { reference, platform }, AbortSignal.any([signal, stop.signal]));
  try {
    let status = '';
    let digest = '';
    for await (const message of pullImage(connection, reference, { platform, registryAuth }, signal)) {
      if (note(message)) continue;
      status = /^Status: (.*)/.exec(message.status ?? '')?.[1] ?? status;
      digest = /^Digest: (\S+)/.exec(message.status ?? '')?.[1] ?? digest;
    }
    // Engines other than dockerd do not say how it ended; one that was stopped may not either.
    if (status === '') await expectImage(connection, reference, signal);
    return { ...emptyResult, digest, isUpToDate: status.startsWith('Image is up to date') };
  } catch (error) {
    stop.abort();
    throw aboutRegistry(error, { reference, platform, isSignedIn: registryAuth !== null, isPush: false });
  }
}

async function learnSizes(
  { on, connection, learn }: TransferAttempt,
  { reference, platform }: PullOrder,
  signal: AbortSignal,
): Promise<void> {
  const wanted = platform === '' ? `linux/${connection.info.architecture}` : platform;
  const layers = await on.manifestLayers(reference, wanted, signal);
  if (layers === null) return;
  learn(layers);
}

async function expectImage(connection: DockerConnection, reference: ImageReference, signal: AbortSignal) {
  try {
    await inspectImage(connection, familiarReference(reference), signal);
  } catch (error) {
    signal.throwIfAborted();
    throw new EngineError('unreachable', 'The engine ended the pull without a message.', { cause: error });
  }
}

/** Pushes once. Throws what ended it; `unreachable` for a lost engine. */
export async function push(attempt: TransferAttempt, { reference }: PushOrder): Promise<TransferResult> {
  const { on, connection, signal, note } = attempt;
  const registryAuth = await on.headerFor(reference.domain, signal);
  const stop = new AbortController();
  void learnOwnSizes(attempt, reference, AbortSignal.any([signal, stop.signal]));
  try {
    let digest = '';
    for await (const message of pushImage(connection, reference, registryAuth, signal)) {
      if (!note(message)) digest = digestOf(message) ?? digest;
    }
    if (digest === '') throw new EngineError('unreachable', 'The engine ended the push without a message.');
    return { ...emptyResult, digest };
  } catch (error) {
    throw aboutRegistry(error, { reference, platform: '', isSignedIn: registryAuth !== null, isPush: true });
  } finally {
    stop.abort();
  }
}

/** Five layers are pushed at once; how large the others are the engine tells only when their turn comes. */
async function learnOwnSizes(
  { on, connection, learn }: TransferAttempt,
  reference: ImageReference,
  signal: AbortSignal,
): Promise<void> {
  try {
    const layers = await readLayers(connection, familiarReference(reference), signal);
    if (layers === null) return;
    learn(layers);
  } catch (error) {
    // The push itself tells what is wrong.
    if (!signal.aborted) on.log.debug({ error: toMessage(error) }, 'sizes of layers to push are not known');
  }
}

/** The manifest's, in the last message of a push: `{"Tag":…,"Digest":…,"Size":…}`. */
function digestOf({ aux }: ProgressMessage): string | null {
  if (typeof aux !== 'object' || aux === null || !('Digest' in aux)) return null;
  return typeof aux.Digest === 'string' ? aux.Digest : null;
}

/** Loads what is uploaded. Throws `archive-invalid` for what is no archive. */
export async function load(attempt: TransferAttempt, { upload }: LoadOrder): Promise<TransferResult> {
  const { connection, signal, note } = attempt;
  const images: string[] = [];
  try {
    for await (const message of loadArchive(connection, upload.stream, signal)) {
      note(message);
      const name = /^Loaded image(?: ID)?: (\S+)/.exec(message.stream ?? '')?.[1];
      if (name !== undefined) images.push(name);
    }
    return { ...emptyResult, images };
  } catch (error) {
    throw explainArchive(error);
  }
}

/** Imports what is uploaded. Throws `archive-invalid` for what is no archive. */
export async function importImage(
  attempt: TransferAttempt,
  { upload, reference }: ImportOrder,
): Promise<TransferResult> {
  const { connection, signal, note } = attempt;
  try {
    for await (const message of importArchive(connection, upload.stream, reference, signal)) {
      note(message);
    }
    return { ...emptyResult, images: [familiarReference(reference)] };
  } catch (error) {
    throw explainArchive(error);
  }
}

/** Writes the archive into a new file, which is dropped if it does not become whole. */
export async function save(
  attempt: TransferAttempt,
  { references, path, mayReplace }: SaveOrder,
): Promise<TransferResult> {
  const { on, connection, signal, countFile } = attempt;
  const file = await createSaveFile(path, mayReplace);
  try {
    const archive = await saveArchive(connection, references, signal);
    const guess = on.sizeOf(references);
    let writtenBytes = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        writtenBytes += chunk.length;
        countFile(writtenBytes, guess);
        done(null, chunk);
      },
    });
    await pipeline(archive, count, file.handle.createWriteStream({ flush: true }), { signal });
    await file.keep();
    return { ...emptyResult, path };
  } catch (error) {
    // Nobody can load half of an archive.
    await file.drop();
    throw toWriteFailure(error, path) ?? toEngineError(error, signal);
  }
}

/** What the daemon says of an archive that it cannot read comes from its tar and JSON readers, in words without end. */
function explainArchive(error: unknown): unknown {
  if (!(error instanceof EngineError)) return error;
  const isOfArchive = error.code === 'rejected' || error.code === 'invalid' || error.code === 'not-found';
  if (!isOfArchive || error.reason === 'disk-full' || error.reason === 'reference-invalid') return error;
  return new EngineError('invalid', error.detail, { reason: 'archive-invalid', cause: error });
}
