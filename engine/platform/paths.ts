import { stat } from 'node:fs/promises';
import { homedir, tmpdir, userInfo } from 'node:os';
import path from 'node:path';

/** The folders of one Berth: nothing is written outside of them. */
export interface EnginePaths {
  /** Settings, and the bundled engine's images, containers and volumes. */
  readonly dataDir: string;
  /** What can be fetched again. */
  readonly cacheDir: string;
  /** Sockets and pid files; short, because a socket's path has at most 107 characters (unix(7)). */
  readonly runDir: string;
}

/** The folders by environment: `BERTH_*_DIR`, else the XDG base directory specification. */
export function toEnginePaths(env: NodeJS.ProcessEnv): EnginePaths {
  const isRoot = process.getuid?.() === 0;
  return {
    dataDir: env['BERTH_DATA_DIR'] ?? path.join(env['XDG_DATA_HOME'] ?? path.join(homedir(), '.local/share'), 'berth'),
    cacheDir: env['BERTH_CACHE_DIR'] ?? path.join(env['XDG_CACHE_HOME'] ?? path.join(homedir(), '.cache'), 'berth'),
    runDir:
      env['BERTH_RUN_DIR'] ??
      (isRoot
        ? '/run/berth'
        : path.join(env['XDG_RUNTIME_DIR'] ?? path.join(tmpdir(), `berth-${userInfo().uid}`), 'berth')),
  };
}

/** Where a person looks for what they saved: `XDG_DOWNLOAD_DIR`, else `Downloads` in the home folder, else that. */
export async function toDownloadsDir(env: NodeJS.ProcessEnv): Promise<string> {
  const home = env['HOME'] ?? homedir();
  for (const folder of [env['XDG_DOWNLOAD_DIR'], path.join(home, 'Downloads')]) {
    if (folder !== undefined && path.isAbsolute(folder) && (await isFolder(folder))) return folder;
  }
  return home;
}

async function isFolder(name: string): Promise<boolean> {
  try {
    return (await stat(name)).isDirectory();
  } catch {
    // Not there, or not for us to see: then it is no place to save to.
    return false;
  }
}
