import type { TransferLayer } from '../contract/transfers.ts';
import type { ProgressMessage } from '../docker/image-transfer.ts';

type MutableLayer = { -readonly [Key in keyof TransferLayer]: TransferLayer[Key] };

interface BookedLayer extends MutableLayer {
  /** The engine went through with it before it told how large it is: what is known of its size is what was seen. */
  isSizeGuessed: boolean;
}

/** How large a layer is, by its digest. */
export interface SizedLayer {
  readonly digest: string;
  readonly sizeBytes: number;
}

/** Bytes of all layers that are carried. */
export interface ByteSums {
  readonly doneBytes: number;
  readonly totalBytes: number | null;
}

/**
 * What the daemon tells of each layer of a pull, push or load, as states and bytes that add up: while it carries, no number goes back,
 * and a layer that is through has exactly the bytes that it has.
 */
export class LayerBook {
  readonly #layers = new Map<string, BookedLayer>();
  /** From the registry, by the first twelve characters of the digest. */
  readonly #known = new Map<string, number>();

  /** Takes in one message. False for one that is not about a layer. */
  take({ id, status, progressDetail }: ProgressMessage): boolean {
    if (id === undefined || status === undefined) return false;
    const step = steps.find(({ said }) => said.test(status));
    if (step === undefined) return false;
    step.note(this.#open(id), { current: progressDetail?.current ?? 0, total: progressDetail?.total ?? 0 });
    return true;
  }

  /** What the registry tells of the layers of a pull, by their digests. */
  learn(layers: readonly SizedLayer[]): void {
    for (const { digest, sizeBytes } of layers) this.#known.set(digest.replace(/^.*?:/, '').slice(0, 12), sizeBytes);
    for (const layer of this.#layers.values()) this.#learn(layer);
  }

  /** Another try begins: what is not through starts anew; the daemon keeps no part of a layer. */
  restart(): void {
    for (const layer of this.#layers.values()) {
      if (layer.state === 'done' || layer.state === 'exists') continue;
      Object.assign(layer, { state: 'waiting', doneBytes: 0, extractedBytes: 0 });
    }
  }

  /** All of it has arrived; a load says nothing at the end of a layer. */
  finish(): void {
    for (const layer of this.#layers.values()) finish(layer);
  }

  rows(): TransferLayer[] {
    return [...this.#layers.values()].map(({ id, state, doneBytes, totalBytes, extractedBytes }) => ({
      id,
      state,
      doneBytes,
      totalBytes,
      extractedBytes,
    }));
  }

  sums(): ByteSums {
    let doneBytes = 0;
    let totalBytes: number | null = this.#layers.size === 0 ? null : 0;
    for (const layer of this.#layers.values()) {
      if (layer.state === 'exists') continue;
      doneBytes += layer.doneBytes;
      totalBytes = totalBytes === null || layer.totalBytes === null ? null : totalBytes + layer.totalBytes;
    }
    return { doneBytes, totalBytes };
  }

  #open(id: string): BookedLayer {
    const known = this.#layers.get(id);
    if (known !== undefined) return known;
    const layer: BookedLayer = {
      id,
      state: 'waiting',
      doneBytes: 0,
      totalBytes: null,
      extractedBytes: 0,
      isSizeGuessed: false,
    };
    this.#layers.set(id, layer);
    this.#learn(layer);
    return layer;
  }

  #learn(layer: BookedLayer): void {
    const sizeBytes = this.#known.get(layer.id);
    if (sizeBytes === undefined || (layer.totalBytes !== null && !layer.isSizeGuessed)) return;
    layer.totalBytes = Math.max(sizeBytes, layer.doneBytes);
    if (layer.isSizeGuessed) finish(layer);
    layer.isSizeGuessed = false;
  }
}

interface Step {
  readonly said: RegExp;
  readonly note: (layer: BookedLayer, told: { readonly current: number; readonly total: number }) => void;
}

/** Words of `distribution/xfer`, `distribution/push_v2.go` and `image/tarexport`, moby 20.10 to 28. */
const steps: readonly Step[] = [
  { said: /^(?:Pulling fs layer|Preparing|Waiting)$/, note: (layer) => move(layer, 'waiting') },
  { said: /^Downloading$/, note: (layer, told) => carry(layer, 'downloading', told) },
  { said: /^(?:Verifying Checksum|Download complete)$/, note: (layer) => arrive(layer) },
  { said: /^(?:Extracting|Loading layer)$/, note: (layer, told) => unpack(layer, told) },
  { said: /^Pushing$/, note: (layer, told) => carry(layer, 'uploading', told) },
  { said: /^(?:Pull complete|Pushed)$/, note: (layer) => finish(layer) },
  { said: /^(?:Already exists|Layer already exists|Mounted from .*)$/, note: (layer) => pass(layer) },
  { said: /^Retrying in \d+ seconds?$/, note: (layer) => move(layer, 'retrying') },
];

function move(layer: BookedLayer, state: TransferLayer['state']): void {
  if (layer.state !== 'done' && layer.state !== 'exists') layer.state = state;
}

/** A push counts the layer's tar, which is longer than the size of its files that it tells as the total. */
function carry(
  layer: BookedLayer,
  state: TransferLayer['state'],
  told: { readonly current: number; readonly total: number },
): void {
  move(layer, state);
  layer.doneBytes = Math.max(layer.doneBytes, told.current);
  if (told.total > 0 || layer.totalBytes !== null) {
    layer.totalBytes = Math.max(layer.totalBytes ?? told.total, layer.doneBytes);
  }
}

function arrive(layer: BookedLayer): void {
  move(layer, 'downloaded');
  layer.doneBytes = layer.totalBytes ?? layer.doneBytes;
}

/** A layer that was there in one piece before it was seen under way tells its size only here. Newer daemons count seconds instead of bytes. */
function unpack(layer: BookedLayer, told: { readonly current: number; readonly total: number }): void {
  move(layer, 'extracting');
  if (layer.totalBytes === null && told.total > 0) layer.totalBytes = told.total;
  if (layer.totalBytes === null) return;
  layer.doneBytes = layer.totalBytes;
  if (told.total > 0) {
    layer.extractedBytes = Math.max(layer.extractedBytes, Math.min(told.current, layer.totalBytes));
  }
}

function finish(layer: BookedLayer): void {
  if (layer.state === 'exists') return;
  layer.state = 'done';
  if (layer.totalBytes === null) {
    layer.totalBytes = layer.doneBytes;
    layer.isSizeGuessed = true;
  }
  layer.doneBytes = layer.totalBytes;
  layer.extractedBytes = layer.totalBytes;
}

/** It was there; unless an earlier try of the same transfer had carried it. */
function pass(layer: BookedLayer): void {
  if (layer.state === 'done') return;
  Object.assign(layer, { state: 'exists', doneBytes: 0, extractedBytes: 0 });
}
