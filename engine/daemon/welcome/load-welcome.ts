import path from 'node:path';
import { readFileIfAny, writeFileAtomically } from '../../platform/atomic-file.ts';
import { toBundleFiles } from '../bundle/bundle-files.ts';
import type { Bundle } from '../bundle/bundle-files.ts';
import type { EngineLayout } from '../native/engine-layout.ts';
import { toBusyboxEntries } from './busybox-entries.ts';
import { buildImageArchive } from './image-archive.ts';
import { loadImage } from './load-image.ts';
import { welcomePage } from './welcome-page.ts';

const tag = 'berth/welcome:latest';

/** Fixed, so that the same page and busybox give the same image id. */
const createdAt = new Date('2026-11-21T00:00:00Z');

/** busybox httpd ignores SIGTERM as process 1, hence a shell that ends at once. */
const serveScript = `#!/bin/sh
trap 'echo "Asked to stop: goodbye."; exit 0' TERM INT
echo "The welcome page is served on port 8080 of this container."
httpd -f -v -p 8080 -h /www &
wait $!
`;

/**
 * Loads the welcome image into a new engine, once: whoever removes it does not get it back. False where it was loaded before.
 */
export async function loadWelcome(bundle: Bundle, layout: EngineLayout, signal: AbortSignal): Promise<boolean> {
  // In the engine's own data, so that an engine with fresh data gets it again.
  const stampFile = path.join(layout.dataRootDir, '..', 'welcome-loaded');
  if ((await readFileIfAny(stampFile)) !== null) return false;
  const archive = await buildImageArchive({
    tag,
    architecture: bundle.architecture,
    createdAt,
    entries: [
      ...(await toBusyboxEntries(toBundleFiles(bundle).busybox, signal)),
      { path: 'serve.sh', content: serveScript, mode: 0o755 },
      { path: 'www/index.html', content: welcomePage },
    ],
    config: {
      Cmd: ['/serve.sh'],
      Env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
      ExposedPorts: { '8080/tcp': {} },
      WorkingDir: '/',
      Labels: {
        'org.opencontainers.image.title': 'Welcome to Berth',
        'org.opencontainers.image.description': 'A web page that tells what just happened.',
      },
    },
  });
  await loadImage(layout.socketPath, archive, signal);
  await writeFileAtomically(stampFile, `${tag}\n`);
  return true;
}
