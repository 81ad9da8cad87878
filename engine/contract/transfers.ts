import { z } from 'zod';
import { engineProcedure, procedure } from './base.ts';
import { changesInput, changesOf } from './changes.ts';
import { errorCodes, errorReasons } from './errors.ts';

const reference = z.string().min(1).max(512);
const bytes = z.number().int().min(0);

export const transferKinds = ['pull', 'push', 'load', 'save', 'import'] as const;
export type TransferKind = (typeof transferKinds)[number];

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

export const transferLayer = z.object({
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

/** Something that carries images to or from this engine and takes its time. It belongs to the service and goes on without a page. */
export const transfer = z.object({
  id: z.string(),
  /** The engine that it works on, whichever a page shows. */
  engine: z.string(),
  kind: z.enum(transferKinds),
  /** What is pulled, pushed or saved; of a load and an import, the file's name. */
  name: z.string(),
  /** Images that are saved; what an import is to be called. Of a pull or push: the one reference, tag included. */
  references: z.array(z.string()),
  /** Such as `linux/arm64`; empty for the engine's own. */
  platform: z.string(),
  /** `waiting`: for the engine to be back; it then goes on by itself, and layers that are there are not carried again. */
  state: z.enum(['active', 'waiting', 'done', 'failed', 'cancelled']),
  startedAtMs: z.number(),
  endedAtMs: z.number().nullable(),
  /** Counted from 1; more after an engine that was lost, or after Retry. */
  attempt: z.number().int(),
  /** Of all layers that are carried; of a load, save or import, of the file. Layers that are there already count neither here nor there. */
  doneBytes: bytes,
  /** Null as long as not every layer's size is known. */
  totalBytes: bytes.nullable(),
  /** Over the last seconds; null until it can be told, and when nothing moves over the wire. */
  bytesPerSecond: z.number().nullable(),
  /** Null as long as it cannot be told. */
  remainingMs: z.number().nullable(),
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
  /** Of one that failed. */
  failure: z
    .object({
      code: z.enum(errorCodes),
      reason: z.enum(errorReasons),
      params: z.record(z.string(), z.string()),
      detail: z.string(),
    })
    .nullable(),
});

export type Transfer = z.infer<typeof transfer>;

const target = z.object({ id: z.string() });

export const transfers = {
  changes: procedure.input(changesInput).output(changesOf(transfer)),
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
  /** Ends one that is under way. dockerd then drops what it had pulled (26.1, `distribution/xfer`), and keeps what it had pushed. */
  cancel: procedure.input(target),
  /** Begins a pull, push or save that failed or was cancelled once more, under the same id. */
  retry: procedure.input(target),
  /** Takes those that have ended out of the list. */
  dismiss: procedure.input(z.object({ ids: z.array(z.string()).max(1000) })),
};
