import { createHash } from 'node:crypto';

interface Pushed {
  readonly digest: string;
  readonly layers: readonly { readonly digest: string; readonly sizeBytes: number }[];
}

const manifestType = 'application/vnd.oci.image.manifest.v1+json';
const indexType = 'application/vnd.oci.image.index.v1+json';

/** Puts images into a registry by its API, with no engine in between. */
export class RegistryImages {
  readonly #url: string;
  readonly #headers: Record<string, string>;

  /** `url` of a registry that speaks http; `authorization` where it wants one. */
  constructor(url: string, authorization?: string) {
    this.#url = url;
    this.#headers = authorization === undefined ? {} : { authorization };
  }

  /** An image whose layers are these texts, which nothing could unpack. */
  async push(repository: string, tag: string, layers: readonly string[] = ['layer']): Promise<Pushed> {
    const config = await this.#pushBlob(repository, JSON.stringify({ architecture: 'amd64', os: 'linux' }));
    const pushed = await Promise.all([...new Set(layers)].map((layer) => this.#pushBlob(repository, layer)));
    const byText = new Map([...new Set(layers)].map((layer, index) => [layer, pushed[index]]));
    const manifest = {
      config: { mediaType: 'application/vnd.oci.image.config.v1+json', digest: config.digest, size: config.sizeBytes },
      layers: layers.map((layer) => ({
        mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
        digest: byText.get(layer)?.digest,
        size: byText.get(layer)?.sizeBytes,
      })),
    };
    return { digest: await this.#pushManifest(repository, tag, manifestType, manifest), layers: pushed };
  }

  /** An index of images that are there, by platform such as `linux/arm64/v8`. */
  async pushIndex(repository: string, tag: string, images: Readonly<Record<string, Pushed>>): Promise<string> {
    const manifests = Object.entries(images).map(([platform, { digest }]) => {
      const [os, architecture, variant] = platform.split('/');
      return { mediaType: manifestType, digest, size: 1, platform: { os, architecture, variant } };
    });
    return this.#pushManifest(repository, tag, indexType, { manifests });
  }

  async #pushManifest(repository: string, tag: string, mediaType: string, fields: object): Promise<string> {
    const body = JSON.stringify({ schemaVersion: 2, mediaType, ...fields });
    const headers = { 'content-type': mediaType };
    await this.#send('PUT', `${this.#url}/v2/${repository}/manifests/${tag}`, body, headers);
    return digestOf(body);
  }

  async #pushBlob(repository: string, content: string): Promise<Pushed['layers'][number]> {
    const digest = digestOf(content);
    const started = await this.#send('POST', `${this.#url}/v2/${repository}/blobs/uploads/`);
    const target = new URL(started.headers.get('location') ?? '', this.#url);
    target.searchParams.set('digest', digest);
    await this.#send('PUT', target.href, content, { 'content-type': 'application/octet-stream' });
    return { digest, sizeBytes: Buffer.byteLength(content) };
  }

  async #send(method: string, url: string, body?: string, headers: Record<string, string> = {}): Promise<Response> {
    const response = await fetch(url, {
      method,
      headers: { ...this.#headers, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`${method} ${url}: ${response.status}`);
    return response;
  }
}

function digestOf(content: string): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}
