import { createHash } from 'node:crypto';
import path from 'node:path';

/** Where the bundled engine keeps its things. */
export interface EngineLayout {
  /** dockerd's images, containers and volumes. */
  readonly dataRootDir: string;
  readonly containerdRootDir: string;
  /** dockerd's settings; Berth's own, so that the machine's `/etc/docker/daemon.json` is never read. */
  readonly configFile: string;
  readonly containerdConfigFile: string;
  readonly logFile: string;
  readonly socketPath: string;
  readonly containerdSocketPath: string;
  readonly pidFile: string;
  /** What lives no longer than the engine: network namespaces, sockets, containerd's state. */
  readonly execRootDir: string;
  readonly containerdStateDir: string;
  /** One file for each Berth that uses this engine. */
  readonly usersDir: string;
  readonly lockFile: string;
  /** The mark on what belongs to this engine and lies outside of its folders. */
  readonly owner: string;
}

/** The files of the engine of a data folder and a run folder. */
export function toEngineLayout(dataDir: string, runDir: string): EngineLayout {
  const engineDir = path.join(path.resolve(dataDir), 'engine');
  const run = path.resolve(runDir);
  return {
    dataRootDir: path.join(engineDir, 'docker'),
    containerdRootDir: path.join(engineDir, 'containerd'),
    configFile: path.join(engineDir, 'daemon.json'),
    containerdConfigFile: path.join(engineDir, 'containerd.toml'),
    logFile: path.join(engineDir, 'engine.log'),
    socketPath: path.join(run, 'docker.sock'),
    containerdSocketPath: path.join(run, 'containerd.sock'),
    pidFile: path.join(run, 'docker.pid'),
    execRootDir: path.join(run, 'exec'),
    containerdStateDir: path.join(run, 'containerd'),
    usersDir: path.join(run, 'users'),
    lockFile: path.join(run, 'engine.lock'),
    owner: `berth:${createHash('sha256').update(`${engineDir}\n${run}`).digest('hex').slice(0, 16)}`,
  };
}
