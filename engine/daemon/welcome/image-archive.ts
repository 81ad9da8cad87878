import { createHash } from 'node:crypto';
import { pack } from 'tar-stream';

/** One thing in the image's file system; folders above it are made by themselves. */
export type ImageEntry =
  | { readonly path: string; readonly content: string | Uint8Array; readonly mode?: number }
  | { readonly path: string; readonly linkTo: string }
  | { readonly path: string; readonly isFolder: true; readonly mode?: number };

/** What a container of the image runs, in the words of the image specification. */
export interface ImageConfig {
  readonly Cmd?: readonly string[];
  readonly Entrypoint?: readonly string[];
  readonly Env?: readonly string[];
  readonly ExposedPorts?: Readonly<Record<string, Record<string, never>>>;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly WorkingDir?: string;
  readonly StopSignal?: string;
}

export interface ImageDescription {
  /** Such as `berth/welcome:latest`. */
  readonly tag: string;
  readonly architecture: string;
  readonly createdAt: Date;
  readonly entries: readonly ImageEntry[];
  readonly config: ImageConfig;
}

/** Builds what `docker save` would write for an image of one layer: the same description gives the same image id. */
export async function buildImageArchive(image: ImageDescription): Promise<Buffer> {
  const layer = await packEntries(image.entries, image.createdAt);
  const created = image.createdAt.toISOString();
  const config = JSON.stringify({
    architecture: image.architecture,
    os: 'linux',
    created,
    config: image.config,
    rootfs: { type: 'layers', diff_ids: [`sha256:${sha256(layer)}`] },
    history: [{ created, created_by: 'Berth', comment: image.tag }],
  });
  const configName = `${sha256(config)}.json`;
  const layerName = `${sha256(layer)}/layer.tar`;
  const manifest = JSON.stringify([{ Config: configName, RepoTags: [image.tag], Layers: [layerName] }]);
  return packEntries(
    [
      { path: layerName, content: layer },
      { path: configName, content: config },
      { path: 'manifest.json', content: manifest },
    ],
    image.createdAt,
  );
}

async function packEntries(entries: readonly ImageEntry[], mtime: Date): Promise<Buffer> {
  const tar = pack();
  const folders = new Set<string>();
  const addFolder = (name: string, mode = 0o755): void => {
    if (name === '' || folders.has(name)) return;
    addFolder(name.slice(0, Math.max(0, name.lastIndexOf('/'))));
    folders.add(name);
    tar.entry({ name: `${name}/`, type: 'directory', mode, mtime });
  };
  for (const entry of entries) {
    if ('isFolder' in entry) {
      addFolder(entry.path, entry.mode);
      continue;
    }
    addFolder(entry.path.slice(0, Math.max(0, entry.path.lastIndexOf('/'))));
    if ('linkTo' in entry) tar.entry({ name: entry.path, type: 'symlink', linkname: entry.linkTo, mtime });
    else tar.entry({ name: entry.path, mode: entry.mode ?? 0o644, mtime }, Buffer.from(entry.content));
  }
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}
