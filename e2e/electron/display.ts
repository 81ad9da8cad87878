import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** A display of the tests' own, so that no window appears on the developer's. */
export interface Display extends AsyncDisposable {
  /** For the environment of what is to be shown on it. */
  readonly env: Readonly<Record<string, string>>;
}

/** Starts Xvfb on a free number; without it (macOS, Windows) windows appear where the developer sees them. */
export async function openDisplay(): Promise<Display> {
  if (!existsSync('/usr/bin/Xvfb')) return { env: {}, [Symbol.asyncDispose]: async () => undefined };
  // No access control: one test runs the app as another user. Xvfb listens on a local socket only.
  const args = ['-displayfd', '1', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-ac'];
  const child = spawn('/usr/bin/Xvfb', args, { stdio: ['ignore', 'pipe', 'ignore'] });
  const exited = once(child, 'exit');
  const [number] = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    exited.then(() => Promise.reject(new Error('Xvfb ended before it was ready.'))),
  ]);
  return {
    env: { DISPLAY: `:${String(number)}` },
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}
