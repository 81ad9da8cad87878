import { spawn } from 'node:child_process';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';

/** The system's own way to open an address, as an argv. */
function toOpener(platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['explorer.exe'];
  return ['xdg-open'];
}

/** Where the page that forwards to the address lies in the run folder; each start of Berth writes it anew. */
const forwardFile = 'open.html';

/**
 * Opens the address in the default browser. Every local user can read the arguments of the browser and of its opener, so these name a
 * page that only this user can read (0600), which forwards to the address with its token. Where there is no browser, the printed address
 * is the way in. The file is removed with the answer.
 */
export async function openInBrowser(
  address: string,
  { runDir, env, log }: { readonly runDir: string; readonly env: NodeJS.ProcessEnv; readonly log: Log },
): Promise<AsyncDisposable> {
  const file = path.join(runDir, forwardFile);
  const opened = { [Symbol.asyncDispose]: () => rm(file, { force: true }) };
  const hasDisplay =
    process.platform !== 'linux' || env['DISPLAY'] !== undefined || env['WAYLAND_DISPLAY'] !== undefined;
  if (!hasDisplay) return opened;
  await mkdir(runDir, { recursive: true, mode: 0o700 });
  // Anew: a file that is there may be another user's, or readable by others.
  await rm(file, { force: true });
  await writeFile(file, toForwardPage(address), { mode: 0o600, flag: 'wx' });
  const [command, ...args] = toOpener(process.platform);
  await new Promise<void>((resolve) => {
    const child = spawn(command, [...args, pathToFileURL(file).href], { stdio: 'ignore', detached: true });
    child.once('error', (error) => {
      log.info({ error: toMessage(error) }, 'no browser could be opened');
      resolve();
    });
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
  return opened;
}

/** The address is our own: no character of it has to be escaped. */
function toForwardPage(address: string): string {
  return `<!doctype html><meta charset="utf-8"><meta name="referrer" content="no-referrer"><title>Berth</title>
<meta http-equiv="refresh" content="0;url=${address}"><p><a href="${address}">Open Berth</a></p>
`;
}
