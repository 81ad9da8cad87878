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
