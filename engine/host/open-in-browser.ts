import { spawn } from 'node:child_process';
import { toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';

/** The system's own way to open an address, as an argv. */
function toOpener(platform: NodeJS.Platform): readonly [string, ...string[]] {
  if (platform === 'darwin') return ['open'];
  if (platform === 'win32') return ['explorer.exe'];
  return ['xdg-open'];
}

/** Opens the address in the default browser. Where there is none, the printed address is the way in. */
export async function openInBrowser(address: string, env: NodeJS.ProcessEnv, log: Log): Promise<void> {
  const hasDisplay =
    process.platform !== 'linux' || env['DISPLAY'] !== undefined || env['WAYLAND_DISPLAY'] !== undefined;
  if (!hasDisplay) return;
  const [command, ...args] = toOpener(process.platform);
  await new Promise<void>((resolve) => {
    const child = spawn(command, [...args, address], { stdio: 'ignore', detached: true });
    child.once('error', (error) => {
      log.info({ error: toMessage(error) }, 'no browser could be opened');
      resolve();
    });
    child.once('spawn', () => {
      child.unref();
      resolve();
    });
  });
}
