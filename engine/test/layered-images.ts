import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { request } from 'node:http';
import { pack, type Pack } from 'tar-stream';

/** A layer with one file of random bytes; images that are given the same one share it. */
export interface TestLayer {
  readonly tar: Buffer;
  readonly diffId: string;
  /** What the engine counts: the file's bytes. */
  readonly sizeBytes: number;
}

export interface LayeredImage {
  readonly tags: readonly string[];
  readonly layers: readonly TestLayer[];
  /** Makes one image different from another of the same layers. */
  readonly note?: string;
  /** One step for each: a layer's where it is null, else an instruction that makes none. Left out: one for each layer. */
  readonly steps?: readonly (string | null)[];
}

const epoch = new Date('2026-01-01T00:00:00Z');

/** A layer of so many random bytes; of none, it is but a folder. */
export async function makeLayer(name: string, sizeBytes: number): Promise<TestLayer> {
  const tar = pack();
  tar.entry({ name: `${name}/`, type: 'directory', mode: 0o755, mtime: epoch });
  if (sizeBytes > 0) tar.entry({ name: `${name}/bytes`, mode: 0o644, mtime: epoch }, randomBytes(sizeBytes));
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  return { tar: bytes, diffId: `sha256:${sha256(bytes)}`, sizeBytes };
}

/** The image's id follows from its config. */
function toConfig(image: LayeredImage): string {
  const steps = image.steps ?? image.layers.map(() => null);
  return JSON.stringify({
    architecture: process.arch === 'arm64' ? 'arm64' : 'amd64',
    os: 'linux',
    created: epoch.toISOString(),
    config: { Labels: { note: image.note ?? '' } },
    rootfs: { type: 'layers', diff_ids: image.layers.map(({ diffId }) => diffId) },
    history: steps.map((step) => ({
      created: epoch.toISOString(),
      created_by: step ?? 'COPY bytes / # buildkit',
      ...(step === null ? {} : { empty_layer: true }),
    })),
  });
}

/** The id that the engine gives the image. */
export function imageIdOf(image: LayeredImage): string {
  return `sha256:${sha256(toConfig(image))}`;
}

/** Writes what `docker save` would write for all of these; a layer that several have is in it once. */
export function packImages(images: readonly LayeredImage[]): Pack {
  const tar = pack();
  // The reader's pace is kept by the pack itself, which holds what was given to it: all of these are in memory anyway.
  const layers = new Map(images.flatMap((image) => image.layers.map((layer) => [layer.diffId, layer] as const)));
  for (const { diffId, tar: bytes } of layers.values()) tar.entry({ name: toLayerName(diffId), mtime: epoch }, bytes);
  const manifest = images.map((image) => {
    const config = toConfig(image);
    const name = `${sha256(config)}.json`;
    tar.entry({ name, mtime: epoch }, config);
    return { Config: name, RepoTags: image.tags, Layers: image.layers.map(({ diffId }) => toLayerName(diffId)) };
  });
  tar.entry({ name: 'manifest.json', mtime: epoch }, JSON.stringify(manifest));
  tar.finalize();
  return tar;
}

/** Loads images into the engine at this socket; throws its words where it refuses. */
export async function loadImages(socketPath: string, images: readonly LayeredImage[]): Promise<void> {
  const call = request({
    socketPath,
    path: '/images/load?quiet=1',
    method: 'POST',
    headers: { 'content-type': 'application/x-tar' },
    agent: false,
  });
  packImages(images).pipe(call);
  const [response] = (await once(call, 'response')) as [AsyncIterable<Buffer> & { statusCode: number }];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString('utf8');
  if (response.statusCode !== 200 || body.includes('"errorDetail"')) throw new Error(`Images not loaded: ${body}`);
}

function toLayerName(diffId: string): string {
  return `${diffId.replace('sha256:', '')}/layer.tar`;
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
