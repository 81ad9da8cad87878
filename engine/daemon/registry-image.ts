import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { EngineError } from '../platform/engine-error.ts';
import { toBundleFiles, tripletByArchitecture } from './bundle/bundle-files.ts';
import { readLinkage } from './elf.ts';
import { ensureBundlePart } from './engine-bundle.ts';
import { buildImageArchive, type ImageEntry } from './welcome/image-archive.ts';

/** Fixed, so that the same program and libraries give the same image id. */
const createdAt = new Date('2026-11-22T00:00:00Z');

const configPath = 'etc/docker/registry/config.yml';

/** Images in `/var/lib/registry`, which is to be a volume; whatever is pushed can be removed again; no accounts. */
const config = `version: 0.1
log:
  # One line for each request is in the access log already.
  level: warn
  accesslog:
    disabled: false
storage:
  filesystem:
    rootdirectory: /var/lib/registry
  delete:
    enabled: true
  cache:
    blobdescriptor: inmemory
http:
  addr: :5000
  # For uploads that are under way while it is started again; it only has to stay the same.
  secret: berth
  draintimeout: 2s
  headers:
    X-Content-Type-Options: [nosniff]
`;

/**
 * The image of a private registry, made FROM scratch of Debian's docker-registry, its loader and its libraries. Containers of it carry
 * the label. Fetches the program where an older Berth brought none. Throws what `ensureBundlePart` does.
 */
export async function buildRegistryImage(
  cacheDir: string,
  tag: string,
  label: string,
  signal: AbortSignal,
): Promise<Buffer> {
  const bundle = await ensureBundlePart('registry', cacheDir, signal);
  const program = await readFile(toBundleFiles(bundle).registry);
  const version = bundle.packages.find(({ name }) => name === 'docker-registry')?.version ?? '';
  const triplet = tripletByArchitecture[bundle.architecture];
  return buildImageArchive({
    tag,
    architecture: bundle.architecture,
    createdAt,
    entries: [
      { path: 'bin/registry', content: program, mode: 0o755 },
      ...(await toLibraryEntries(program, triplet)),
      { path: configPath, content: config },
      { path: 'etc/passwd', content: 'root:x:0:0:root:/root:/bin/false\n' },
      { path: 'var/lib/registry', isFolder: true },
      { path: 'tmp', isFolder: true, mode: 0o1777 },
    ],
    config: {
      Entrypoint: ['/bin/registry'],
      Cmd: ['serve', `/${configPath}`],
      Env: ['PATH=/bin', 'OTEL_TRACES_EXPORTER=none'],
      ExposedPorts: { '5000/tcp': {} },
      WorkingDir: '/',
      Labels: {
        [label]: 'true',
        'org.opencontainers.image.title': 'Private registry',
        'org.opencontainers.image.description':
          'A registry of images of your own, made by Berth from Debian’s docker-registry.',
        'org.opencontainers.image.version': version.replace(/[+-].*$/, ''),
      },
    },
  });
}

/**
 * The loader and the libraries of a program, of this machine: the package is of the machine's own suite, and was linked with exactly
 * these. In the image they lie where the loader looks by itself.
 */
async function toLibraryEntries(program: Buffer, triplet: string): Promise<ImageEntry[]> {
  const folders = [`/lib/${triplet}`, `/usr/lib/${triplet}`, '/lib64', '/usr/lib64', '/lib', '/usr/lib'];
  const { interpreter, needed } = readLinkage(program);
  const entries = new Map<string, ImageEntry>();
  if (interpreter !== null) {
    const content = await readFile(interpreter);
    entries.set(path.basename(interpreter), { path: interpreter.slice(1), content, mode: 0o755 });
  }
  const queue = [...needed];
  for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
    if (entries.has(name)) continue;
    const content = await findLibrary(name, folders);
    entries.set(name, { path: `lib/${triplet}/${name}`, content, mode: 0o755 });
    queue.push(...readLinkage(content).needed);
  }
  return [...entries.values()];
}

async function findLibrary(name: string, folders: readonly string[]): Promise<Buffer> {
  for (const folder of folders) {
    try {
      return await readFile(path.join(folder, name));
    } catch {
      // Not in this folder: perhaps in the next.
    }
  }
  throw new EngineError('unsupported', `The registry needs ${name}, which this machine does not have.`);
}
