import { z } from 'zod';
import { engineProcedure, procedure } from './base.ts';

const reference = z.string().min(1).max(512);
const bytes = z.number().int().min(0);

export type TransferKind = 'pull' | 'push' | 'load' | 'save' | 'import';

/**
 * Where a layer is on its way. A pull: `waiting` → `downloading` → `downloaded` → `extracting` → `done`; a push: `waiting` → `uploading` →
 * `done`. `exists`: it was there already and costs nothing · `retrying`: the connection was cut, and the engine tries again.
 */
const layerStates = [
  'waiting',
  'downloading',
  'downloaded',
  'extracting',
  'uploading',
  'retrying',
  'done',
  'exists',
] as const;

const transferLayer = z.object({
  /** As the engine calls it: the start of a digest, 12 characters. */
  id: z.string(),
  state: z.enum(layerStates),
  /** Over the wire so far. */
  doneBytes: bytes,
  /** Null as long as nobody told. */
  totalBytes: bytes.nullable(),
  /** Of `totalBytes`, what of a pulled layer is unpacked. */
  extractedBytes: bytes,
});

export type TransferLayer = z.infer<typeof transferLayer>;

/** What a job of one of these kinds tells besides what every job tells. */
function factsOf<Kind extends TransferKind>(kind: Kind) {
  return z.object({
    kind: z.literal(kind),
    /** Images of a save, the name for an import, the one reference with its tag of a pull or push. */
    references: z.array(z.string()),
    /** Such as `linux/arm64`; empty for the engine's own. */
    platform: z.string(),
    layers: z.array(transferLayer),
    /** Of one that is done. */
    result: z
      .object({
        /** Of the manifest that was pulled or pushed; else empty. */
        digest: z.string(),
        /** Names or ids of images that were loaded or imported. */
        images: z.array(z.string()),
        /** A pull that found nothing newer. */
        isUpToDate: z.boolean(),
        /** Of a save: the file on the computer that the engine service runs on. */
        path: z.string(),
      })
      .nullable(),
  });
}

/**
 * The kinds of job that carry images to or from an engine. Progress counts bytes: of all layers
 * that are carried, or of the file of a load, save or import. Layers that exist already do not count.
 */
export const transferFacts = [
  factsOf('pull'),
  factsOf('push'),
  factsOf('load'),
  factsOf('save'),
  factsOf('import'),
] as const;

export type TransferFacts = z.infer<(typeof transferFacts)[number]>;

/** The id of the job (`jobs.ts`) that was begun. */
const target = z.object({ id: z.string() });

export const transfers = {
  /** As `docker pull`: without tag and digest, `latest`. Signed in with what the docker CLI would take. Answers at once. */
  pull: engineProcedure.input(z.object({ reference, platform: z.string().max(64) })).output(target),
  /** As `docker push`, with a tag. */
  push: engineProcedure.input(z.object({ reference })).output(target),
  /**
   * As `docker save`, into a new file; `path` empty means a name of Berth's choice in the downloads folder. Fails with `file-exists` rather
   * than write over another file, unless that was chosen by `chooseSavePath`. A cancelled or failed one leaves all as it was.
   */
  save: engineProcedure
    .input(z.object({ references: z.array(reference).min(1).max(100), path: z.string().max(4096) }))
    .output(target),
  /** Where a save would write to if nobody says otherwise, and whether the system's own dialog can be asked for another place. */
  savePath: procedure
    .input(z.object({ references: z.array(reference).min(1).max(100) }))
    .output(z.object({ path: z.string(), canChoose: z.boolean() })),
  /** Asks for a place by the system's own dialog, which begins at `path`, under a `title`; null when it was cancelled. Fails with `unsupported` in a browser. */
  chooseSavePath: procedure
    .input(z.object({ path: z.string().max(4096), title: z.string().max(512) }))
    .output(z.object({ path: z.string().nullable() })),
  /** As `docker load`; the page then sends the file's bytes by `send`. */
  load: engineProcedure.input(z.object({ fileName: z.string().max(1024), sizeBytes: bytes })).output(target),
  /** As `docker import`: a file system's tar becomes an image of one layer. */
  import: engineProcedure
    .input(z.object({ fileName: z.string().max(1024), sizeBytes: bytes, reference }))
    .output(target),
  /** The next bytes of a load or an import, 1 MiB at most; answers when the engine has taken them. The last ones are followed by empty ones. */
  send: procedure.input(
    z.object({ id: z.string(), offset: bytes, bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
  ),
};
