import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { debugImage } from '../commands/terminals.ts';
import { toBundleFiles } from '../daemon/bundle/bundle-files.ts';
import { buildImageArchive } from '../daemon/welcome/image-archive.ts';
import { loadImage } from '../daemon/welcome/load-image.ts';
import { testImage } from '../test/real-daemon.ts';
import { exec, expectNoDebugContainer, startTerminalRig, type TerminalRig } from '../test/terminal-rig.ts';

let rig: TerminalRig;

beforeAll(async () => {
  rig = await startTerminalRig();
}, 120_000);

afterAll(async () => {
  await rig?.[Symbol.asyncDispose]();
}, 60_000);

describe('attaching to a main process', () => {
  test('shows what it prints, gives it input, and lets go of it by its keys', async () => {
    const id = await rig.docker('run', '--detach', '--interactive', '--tty', testImage, 'sh');
    rig.removeLater(id);
    const { terminal, view } = await rig.open({ kind: 'attach', container: id });
    await view.type('echo $((6 * 7)); stty size\n');
    expect(await view.readUntil(/30 100/)).toContain('42');
    await view.type('\x10\x11');
    await view.readToEnd();
    expect(await rig.endingOf(terminal.id)).toEqual({ kind: 'detached' });
    expect(await rig.docker('inspect', '--format', '{{.State.Running}}', id)).toBe('true');
  });

  test('without a TTY has whole lines on the screen', async () => {
    const id = await rig.docker('run', '--detach', '--interactive', testImage, 'sh');
    rig.removeLater(id);
    const { terminal, view } = await rig.open({ kind: 'attach', container: id });
    await view.type('echo one\n');
    expect(await view.readUntil(/one\r\n/)).toBe('one\r\n');
    await view.type('echo two >&2\n');
    expect(await view.readUntil(/two\r\n/)).toBe('one\r\ntwo\r\n');
    await rig.client.terminals.close({ terminal: terminal.id });
    expect(await rig.docker('inspect', '--format', '{{.State.Running}}', id)).toBe('true');
  });
});

describe('what a container offers', () => {
  test('shells, users and its own user are read from its files', async () => {
    const fresh = await rig.daemon.loadImage({ tag: 'berth-test/fresh:1' });
    const container = await rig.docker(
      'run',
      '--detach',
      '--user',
      'nobody',
      '--workdir',
      '/tmp',
      fresh,
      'sleep',
      '1000',
    );
    rig.removeLater(container);
    const choices = await rig.client.terminals.choices({ container });
    expect(choices).toEqual({
      shells: ['/bin/ash', '/bin/sh'],
      users: [
        { name: 'root', uid: 0, home: '/root' },
        { name: 'nobody', uid: 65_534, home: '/' },
      ],
      user: 'nobody',
      workingDir: '/tmp',
      remembered: null,
    });
    expect(await rig.programsIn(container)).toEqual([]);
  });

  test('the choice is remembered for its image', async () => {
    const container = await rig.runContainer();
    const { view } = await rig.open(exec(container, { user: 'nobody' }));
    await view.type('exit\n');
    await view.readToEnd();
    const { remembered } = await rig.client.terminals.choices({ container });
    expect(remembered).toEqual({ command: ['/bin/sh'], user: 'nobody', workingDir: '', privileged: false });
  });
});

describe('a container without a shell', () => {
  const scratch = 'berth-test/scratch:latest';

  async function runScratch(): Promise<string> {
    const { bundle } = rig.daemon.engine;
    if (bundle === null) throw new Error('The engine has not been started');
    const archive = await buildImageArchive({
      tag: scratch,
      architecture: bundle.architecture,
      createdAt: new Date('2026-01-01T00:00:00Z'),
      entries: [{ path: 'busybox', content: await readFile(toBundleFiles(bundle).busybox), mode: 0o755 }],
      config: {},
    });
    await loadImage(rig.daemon.socketPath, archive, AbortSignal.timeout(10_000));
    const id = await rig.docker('run', '--detach', scratch, '/busybox', 'sleep', '1000');
    rig.removeLater(id);
    return id;
  }

  test('offers none, and has a debug shell that sees its processes and files', async () => {
    const id = await runScratch();
    expect(await rig.client.terminals.choices({ container: id })).toMatchObject({ shells: [], users: [] });
    const { terminal, view } = await rig.open({ kind: 'debug', container: id });
    await view.type('ls -l /target/busybox; ps | grep "sleep 100[0]"; exit 3\n');
    const screen = await view.readToEnd();
    expect(screen).toMatch(/rwx.* \/target\/busybox/);
    expect(screen).toMatch(/sleep 1000/);
    expect(await rig.endingOf(terminal.id)).toEqual({ kind: 'exited', code: 3 });
    await expectNoDebugContainer(rig.daemon);
  });

  test('its debug shell is gone when it is closed', async () => {
    const container = await rig.runContainer();
    const { terminal } = await rig.open({ kind: 'debug', container });
    expect(await rig.docker('ps', '--quiet', '--filter', `ancestor=${debugImage}`)).not.toBe('');
    await rig.client.terminals.close({ terminal: terminal.id });
    await expectNoDebugContainer(rig.daemon);
  });
});

describe('the machine that the engine runs on', () => {
  /** It is the login shell of whoever this machine belongs to: nothing of a test stays in its history, and its start-up files end undisturbed. */
  const quietly = 'unset HISTFILE; ';
  async function openReady() {
    const opened = await rig.open({ kind: 'machine' });
    await opened.view.type(`${quietly}echo READY=$((6 * 7))\n`);
    await opened.view.readUntil(/READY=42/);
    return opened;
  }

  /** Processes of this machine, whatever container they may be counted to. */
  async function sleepsOf(seconds: number): Promise<string[]> {
    const found: string[] = [];
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const args = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (args === `sleep\0${seconds}\0`) found.push(pid);
    }
    return found;
  }

  test('has a shell: root’s own, on its files, among its processes and in its network', async () => {
    const { terminal, view } = await rig.open({ kind: 'machine' });
    expect(terminal).toMatchObject({ target: { kind: 'machine' }, containerName: '', ending: null });
    const seen = `${quietly}echo "SEEN=$(id -u):$HOME:$(pwd):$(hostname):$(readlink /proc/self/ns/net /proc/self/ns/mnt | tr -d '\\n'):$$"; exit 3\n`;
    await view.type(seen);
    const screen = await view.readToEnd();
    const [, facts] = /SEEN=(\d[^\r\n]*)\r/.exec(screen) ?? [];
    // The engine of this test runs where the test does.
    const own = await Promise.all(['net', 'mnt'].map((kind) => readlink(`/proc/self/ns/${kind}`)));
    const home = os.userInfo({ encoding: 'utf8' }).homedir;
    expect(facts).toMatch(`0:${home}:${home}:${os.hostname()}:${own.join('')}:`);
    expect(await rig.endingOf(terminal.id)).toEqual({ kind: 'exited', code: 3 });
    await expectNoDebugContainer(rig.daemon);
  });

  test('keeps nothing of what its shell started when it is closed', async () => {
    const { terminal, view } = await openReady();
    await view.type('nohup sleep 6071 > /dev/null 2>&1 & setsid sleep 6072 &\nsleep 6073\n');
    const all = async () => (await Promise.all([6071, 6072, 6073].map(sleepsOf))).map(({ length }) => length);
    await expect.poll(all, { timeout: 10_000 }).toEqual([1, 1, 1]);
    await rig.client.terminals.close({ terminal: terminal.id });
    await expect.poll(all, { timeout: 10_000 }).toEqual([0, 0, 0]);
    await expectNoDebugContainer(rig.daemon);
  });

  test('tells its shell that it is closed, as any terminal does', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'bh-'));
    onTestFinished(async () => rm(folder, { recursive: true, force: true }));
    const { terminal, view } = await openReady();
    // As it writes its history: bash does on a hangup what it does when it exits.
    await view.type(`trap 'echo told > ${folder}/hangup' EXIT; echo SET=$((6 * 7))\n`);
    await view.readUntil(/SET=42/);
    await rig.client.terminals.close({ terminal: terminal.id });
    expect(await readFile(path.join(folder, 'hangup'), 'utf8')).toBe('told\n');
  });

  test('lets what its shell runs tidy up, which the engine kills once the shell has gone', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'bh-'));
    onTestFinished(async () => rm(folder, { recursive: true, force: true }));
    const { terminal, view } = await openReady();
    // As a shell's start-up files do, which take a lock.
    const lock = `${folder}/lock`;
    await view.type(`bash -c 'trap "sleep 0.2; rm ${lock}" EXIT; touch ${lock}; echo HELD=$((6 * 7)); sleep 6074'\n`);
    await view.readUntil(/HELD=42/);
    await rig.client.terminals.close({ terminal: terminal.id });
    expect(await readdir(folder)).toEqual([]);
  });

  test('tells that its shell was ended from outside', async () => {
    const { terminal, view } = await openReady();
    const container = await rig.docker('ps', '--quiet', '--filter', `ancestor=${debugImage}`);
    await rig.docker('kill', container);
    await view.readToEnd();
    expect(await rig.endingOf(terminal.id)).toEqual({ kind: 'killed', signal: 'SIGKILL', code: 137 });
  });
});
