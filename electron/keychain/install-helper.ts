import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { app } from 'electron';
import { helperSwitch } from './run-credential-helper.ts';

/**
 * Writes the program `docker-credential-berth`, which is this app without a window, and answers its folder. Null on Windows, where it would
 * have to be an .exe. Written at each start: the app may have been moved.
 */
export function installCredentialHelper(): string | null {
  if (process.platform === 'win32') return null;
  const userData = app.getPath('userData');
  const folder = path.join(userData, 'helpers');
  const argv = [
    process.execPath,
    ...(app.isPackaged ? [] : [app.getAppPath()]),
    ...(app.commandLine.hasSwitch('no-sandbox') ? ['--no-sandbox'] : []),
    // A profile of its own, because two processes must not share one.
    `--user-data-dir=${path.join(userData, 'keychain')}`,
    helperSwitch,
  ];
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, 'docker-credential-berth');
  writeFileSync(`${file}.new`, `#!/bin/sh\nexec ${argv.map(quote).join(' ')} "$1"\n`, { mode: 0o700 });
  renameSync(`${file}.new`, file);
  return folder;
}

/** One word for sh, whatever is in it (POSIX shell command language, 2.2.2). */
function quote(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}
