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
import { emptyResult, type TransferOrder, type TransferRecord, type TransferResult } from './transfer-record.ts';

interface Carrying {
  readonly record: TransferRecord;
  readonly connection: DockerConnection;
  /** Something can be told of the record. */
  readonly onProgress: () => void;
}

type OrderOf<Kind extends TransferOrder['kind']> = Extract<TransferOrder, { kind: Kind }>;

/** Carries once, from the beginning or from where the engine still has something. Throws what ended it; `unreachable` for a lost engine. */
export function carry(carrying: Carrying): Promise<TransferResult> {
  const { order } = carrying.record;
  switch (order.kind) {
    case 'pull':
      return pull(carrying, order);
    case 'push':
      return push(carrying, order);
    case 'save':
      return save(carrying, order);
    case 'load':
      return load(carrying, order);
    case 'import':
      return importImage(carrying, order);
  }
}

async function pull(carrying: Carrying, { reference, platform }: OrderOf<'pull'>): Promise<TransferResult> {
  const { record, connection, onProgress } = carrying;
  const { signal } = record;
  const registryAuth = await record.on.headerFor(reference.domain, signal);
  const stop = new AbortController();
  // Beside the pull, which never waits for it; where it comes later it still tells what the smallest layers weighed.
  void learnSizes(carrying, { reference, platform }, AbortSignal.any([signal, stop.signal]));
  try {
    let status = '';
    let digest = '';
    for await (const message of pullImage(connection, reference, { platform, registryAuth }, signal)) {
      if (!record.book.take(message)) {
        status = /^Status: (.*)/.exec(message.status ?? '')?.[1] ?? status;
        digest = /^Digest: (\S+)/.exec(message.status ?? '')?.[1] ?? digest;
      }
      onProgress();
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
  { record, connection, onProgress }: Carrying,
  { reference, platform }: Pick<OrderOf<'pull'>, 'reference' | 'platform'>,
  signal: AbortSignal,
): Promise<void> {
  const wanted = platform === '' ? `linux/${connection.info.architecture}` : platform;
  const layers = await record.on.manifestLayers(reference, wanted, signal);
  if (layers === null) return;
  record.book.learn(layers);
  onProgress();
}

async function expectImage(connection: DockerConnection, reference: ImageReference, signal: AbortSignal) {
  try {
    await inspectImage(connection, familiarReference(reference), signal);
  } catch (error) {
    signal.throwIfAborted();
    throw new EngineError('unreachable', 'The engine ended the pull without a message.', { cause: error });
  }
}

async function push(carrying: Carrying, { reference }: OrderOf<'push'>): Promise<TransferResult> {
  const { record, connection, onProgress } = carrying;
  const registryAuth = await record.on.headerFor(reference.domain, record.signal);
  const stop = new AbortController();
  void learnOwnSizes(carrying, reference, AbortSignal.any([record.signal, stop.signal]));
  try {
    let digest = '';
    for await (const message of pushImage(connection, reference, registryAuth, record.signal)) {
      if (!record.book.take(message)) digest = digestOf(message) ?? digest;
      onProgress();
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
  { record, connection, onProgress }: Carrying,
  reference: ImageReference,
  signal: AbortSignal,
): Promise<void> {
  try {
    const layers = await readLayers(connection, familiarReference(reference), signal);
    if (layers === null) return;
    record.book.learn(layers);
    onProgress();
  } catch (error) {
    // The push itself tells what is wrong.
    if (!signal.aborted) record.on.log.debug({ error: toMessage(error) }, 'sizes of layers to push are not known');
  }
}

/** The manifest's, in the last message of a push: `{"Tag":…,"Digest":…,"Size":…}`. */
function digestOf({ aux }: ProgressMessage): string | null {
  if (typeof aux !== 'object' || aux === null || !('Digest' in aux)) return null;
  return typeof aux.Digest === 'string' ? aux.Digest : null;
}

async function load(carrying: Carrying, { upload }: OrderOf<'load'>): Promise<TransferResult> {
  const { record, connection, onProgress } = carrying;
  const images: string[] = [];
  try {
    for await (const message of loadArchive(connection, upload.stream, record.signal)) {
      record.book.take(message);
      const name = /^Loaded image(?: ID)?: (\S+)/.exec(message.stream ?? '')?.[1];
      if (name !== undefined) images.push(name);
      onProgress();
    }
    return { ...emptyResult, images };
  } catch (error) {
    throw explainArchive(error);
  }
}

async function importImage(carrying: Carrying, { upload, reference }: OrderOf<'import'>): Promise<TransferResult> {
  const { record, connection, onProgress } = carrying;
  try {
    for await (const message of importArchive(connection, upload.stream, reference, record.signal)) {
      record.book.take(message);
      onProgress();
    }
    return { ...emptyResult, images: [familiarReference(reference)] };
  } catch (error) {
    throw explainArchive(error);
  }
}

async function save(carrying: Carrying, { references, path, mayReplace }: OrderOf<'save'>): Promise<TransferResult> {
  const { record, connection, onProgress } = carrying;
  const { signal } = record;
  const file = await createSaveFile(path, mayReplace);
  try {
    const archive = await saveArchive(connection, references, signal);
    const guess = record.on.sizeOf(references);
    let writtenBytes = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        writtenBytes += chunk.length;
        record.countFile(writtenBytes, guess);
        onProgress();
        done(null, chunk);
      },
    });
    await pipeline(archive, count, file.handle.createWriteStream({ flush: true }), { signal });
    await file.keep();
    return { ...emptyResult, path };
  } catch (error) {
    // Half of an archive is of no use to anybody.
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
