import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { runProgram } from '../../platform/process.ts';
import { startRealDaemon, testImage } from '../../test/real-daemon.ts';
import { toBundleEnvironment, toBundleFiles } from '../bundle/bundle-files.ts';
import type { Bundle } from '../bundle/bundle-files.ts';
import { toBusyboxEntries } from '../welcome/busybox-entries.ts';
import { buildImageArchive } from '../welcome/image-archive.ts';
import { loadImage } from '../welcome/load-image.ts';
import { removeBridges } from './bridge.ts';
import { removeOwnRules } from './iptables-rules.ts';
import { answersPing } from './ping.ts';

interface HostEngine extends AsyncDisposable {
  readonly socketPath: string;
  docker(...argv: string[]): Promise<string>;
}

/** A dockerd as a system's own service would run it: bridge docker0, chains called DOCKER, containerd of its own. */
async function startHostEngine(bundle: Bundle): Promise<HostEngine> {
  const dir = await mkdtemp(path.join(tmpdir(), 'bh-'));
  const files = toBundleFiles(bundle);
  const binDir = path.join(dir, 'bin');
  await mkdir(binDir);
  const rootDir = path.join(bundle.rootDir, 'usr/sbin/xtables-nft-multi');
  for (const name of ['iptables', 'ip6tables']) await symlink(rootDir, path.join(binDir, name));
  const env = toBundleEnvironment(bundle);
  const log = await open(path.join(dir, 'log'), 'a');
  const child = spawn(
    files.dockerd,
    [
      `--data-root=${dir}/data`,
      `--exec-root=${dir}/exec`,
      `--pidfile=${dir}/pid`,
      `--host=unix://${dir}/docker.sock`,
      '--config-file=/dev/null',
    ],
    { env: { ...env, PATH: `${binDir}:${env['PATH'] ?? ''}` }, stdio: ['ignore', log.fd, log.fd] },
  );
  const ended = once(child, 'exit');
  await log.close();
  const socketPath = path.join(dir, 'docker.sock');
  await expect.poll(() => answersPing(socketPath), { timeout: 30_000 }).toBe(true);
  return {
    socketPath,
    async docker(...argv) {
      const { stdout } = await runProgram([files.cli, '-H', `unix://${socketPath}`, ...argv], { timeoutMs: 30_000 });
      return stdout;
    },
    async [Symbol.asyncDispose]() {
      child.kill('SIGTERM');
      await ended;
      await removeOwnRules(files.iptables, toBundleEnvironment(bundle), 'DOCKER', ['docker0']);
      await removeBridges(['docker0'], { busybox: files.busybox });
      await rm(dir, { recursive: true });
    },
  };
}

// Not beside an engine that somebody really uses.
test.skipIf(existsSync('/sys/class/net/docker0'))(
  "an engine of the system's own is not disturbed",
  { timeout: 120_000 },
  async () => {
    await using first = await startRealDaemon();
    const bundle = first.engine.bundle;
    if (bundle === null) throw new Error('No bundle');
    await using host = await startHostEngine(bundle);
    const { signal } = new AbortController();
    const archive = await buildImageArchive({
      tag: testImage,
      architecture: bundle.architecture,
      createdAt: new Date(0),
      entries: await toBusyboxEntries(toBundleFiles(bundle).busybox, signal),
      config: { Cmd: ['sh'], Env: ['PATH=/usr/sbin:/usr/bin:/sbin:/bin'] },
    });
    await loadImage(host.socketPath, archive, signal);
    const web = [testImage, 'httpd', '-f', '-p', '8080', '-h', '/etc'];
    await host.docker('run', '-d', '--name', 'host-web', '-p', '0:8080', ...web);
    const rules = async (): Promise<string[]> => {
      const iptables = toBundleFiles(bundle).iptables;
      const listings = ['nat', 'filter'].map(
        async (table) =>
          (await runProgram([iptables, '-w', '-t', table, '-S'], { env: toBundleEnvironment(bundle) })).stdout,
      );
      return (await Promise.all(listings))
        .join('')
        .split('\n')
        .filter((line) => /DOCKER|docker0/.test(line))
        .sort();
    };
    const before = await rules();
    expect(before.some((line) => line.includes('DNAT'))).toBe(true);
    const addressBefore = await readFile('/sys/class/net/docker0/address', 'utf8');

    {
      await using second = await startRealDaemon();
      const { code } = await second.dockerCli(['run', '-d', '--name', 'our-web', '-p', '0:8080', ...web]);
      expect(code).toBe(0);
      expect(await rules()).toEqual(before);
      expect((await second.dockerCli(['ps', '--format', '{{.Names}}'])).stdout).toBe('our-web\n');
      expect(await host.docker('ps', '--format', '{{.Names}}')).toBe('host-web\n');
      const [subnet, hostSubnet] = await Promise.all([
        second.dockerCli(['network', 'inspect', 'bridge', '-f', '{{(index .IPAM.Config 0).Subnet}}']),
        host.docker('network', 'inspect', 'bridge', '-f', '{{(index .IPAM.Config 0).Subnet}}'),
      ]);
      expect(subnet.stdout).not.toBe(hostSubnet);
    }
    expect(await rules()).toEqual(before);
    expect(await readFile('/sys/class/net/docker0/address', 'utf8')).toBe(addressBefore);
    const port = (await host.docker('port', 'host-web', '8080')).split('\n')[0]?.split(':').pop();
    expect(await (await fetch(`http://127.0.0.1:${port}/passwd`)).text()).toContain('root:');
    await host.docker('rm', '-f', 'host-web');
  },
);
