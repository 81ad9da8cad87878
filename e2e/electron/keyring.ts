import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

/** A keychain of a test's own: a session bus with an open gnome-keyring on it. */
export interface Keyring extends AsyncDisposable {
  /** For the environment of what is to find it. */
  readonly env: Readonly<Record<string, string>>;
}

/** Whether this machine has the programs for one. */
export function canOpenKeyring(): boolean {
  return existsSync('/usr/bin/gnome-keyring-daemon') && existsSync('/usr/bin/dbus-daemon');
}

/** Starts a keychain whose files lie in `folder`; disposing it ends both daemons. */
export async function openKeyring(folder: string): Promise<Keyring> {
  const home = path.join(folder, 'keyring');
  await mkdir(home, { recursive: true, mode: 0o700 });
  const own = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: home };
  const bus = spawn('/usr/bin/dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: own,
  });
  const address = await firstLine(bus);
  const env = { ...own, DBUS_SESSION_BUS_ADDRESS: address };
  const keyring = spawn('/usr/bin/gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
    stdio: ['pipe', 'ignore', 'ignore'],
    env,
  });
  keyring.stdin.end('a password of the tests');
  await isOnBus(env);
  return {
    env: {
      DBUS_SESSION_BUS_ADDRESS: address,
      // By this Chromium chooses its keychain.
      XDG_CURRENT_DESKTOP: 'GNOME',
    },
    async [Symbol.asyncDispose]() {
      for (const child of [keyring, bus]) {
        const ended = once(child, 'exit');
        child.kill();
        await ended;
      }
    },
  };
}

/** The keyring says nothing when it is ready; the bus knows. */
async function isOnBus(env: Readonly<Record<string, string>>): Promise<void> {
  const ask = ['--session', '--print-reply', '--dest=org.freedesktop.DBus', '/', 'org.freedesktop.DBus.GetNameOwner'];
  for (;;) {
    const asking = spawn('/usr/bin/dbus-send', [...ask, 'string:org.freedesktop.secrets'], { stdio: 'ignore', env });
    const [code] = (await once(asking, 'exit')) as [number | null];
    if (code === 0) return;
    await sleep(50);
  }
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error('Its output is not read.');
  const ended = once(child, 'exit').then(() => Promise.reject(new Error(`${child.spawnfile} ended at once.`)));
  const [line] = (await Promise.race([once(createInterface(child.stdout), 'line'), ended])) as [string];
  ended.catch(() => undefined);
  return line;
}
