import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const scriptTools = ['cat', 'sed', 'sleep', 'rm', 'yes', 'setsid'];

/** A folder of credential helpers written as shell scripts, to be put on a PATH. */
export interface HelperFolder extends AsyncDisposable {
  readonly dir: string;
  /** An environment in which nothing is found but these and the few programs that the scripts call: the machine may have helpers of its own. */
  readonly env: Readonly<Record<string, string>>;
  /** Adds `docker-credential-NAME`; the script has the action in `$1`. */
  add(name: string, script: string): Promise<void>;
}

export async function makeHelperFolder(): Promise<HelperFolder> {
  const home = await mkdtemp(path.join(tmpdir(), 'berth-helpers-'));
  const dir = path.join(home, 'bin');
  const tools = path.join(home, 'tools');
  await Promise.all([mkdir(dir), mkdir(tools)]);
  await Promise.all(scriptTools.map((name) => symlink(path.join('/usr/bin', name), path.join(tools, name))));
  return {
    dir,
    env: { HOME: home, PATH: `${dir}:${tools}`, KEPT: path.join(home, 'kept') },
    async add(name, script) {
      const file = path.join(dir, `docker-credential-${name}`);
      await writeFile(file, `#!/bin/sh\n${script}\n`);
      await chmod(file, 0o755);
    },
    async [Symbol.asyncDispose]() {
      await rm(home, { recursive: true, force: true });
    },
  };
}

/**
 * A helper that does what it should: the one secret that it was given lies in the file `$KEPT`, of which it tells the names by a list. Good
 * for one registry at a time.
 */
export const honestScript = `
case "$1" in
  store) cat > "$KEPT" ;;
  get) if [ -e "$KEPT" ]; then cat "$KEPT"; else echo 'credentials not found in native keychain'; exit 1; fi ;;
  erase) cat > /dev/null; rm -f "$KEPT" ;;
  list) if [ -e "$KEPT" ]; then sed 's/.*"ServerURL":\\("[^"]*"\\).*"Username":\\("[^"]*"\\).*/{\\1:\\2}/' "$KEPT"; else echo '{}'; fi ;;
esac`;
