import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import type { Terminal, TerminalTarget } from '../contract/terminals.ts';
import { toBundleFiles } from '../daemon/bundle/bundle-files.ts';
import { buildImageArchive } from '../daemon/welcome/image-archive.ts';
import { loadImage } from '../daemon/welcome/load-image.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { type ServiceClient, startServiceClient } from '../test/service-client.ts';

let daemon: RealDaemon;
let service: ServiceClient;

beforeAll(async () => {
  daemon = await startRealDaemon();
  service = await startServiceClient(daemon.socketPath);
}, 120_000);

afterAll(async () => {
  await service[Symbol.asyncDispose]();
  await daemon[Symbol.asyncDispose]();
}, 60_000);

const size = { columns: 100, rows: 30 };
const toBase64 = (text: string) => Buffer.from(text).toString('base64');

async function docker(...argv: readonly string[]): Promise<string> {
  const { stdout, stderr, code } = await daemon.dockerCli(argv);
  if (code !== 0) throw new Error(stderr);
  return stdout.trim();
}

async function runContainer(...argv: readonly string[]): Promise<string> {
  const id = await docker('run', '--detach', '--init', ...argv, testImage, 'sleep', '1000');
  onTestFinished(async () => {
    await daemon.dockerCli(['rm', '--force', id]);
  });
  return id;
}

/** A view of a terminal: what was read so far, and the calls of a page. */
class View {
  readonly terminal: string;
  readonly view: string;
  readonly snapshot: string;
  readonly shown: number;
  offset: number;
  bytes = Buffer.alloc(0);

  private constructor(terminal: string, taken: { view: string; offset: number; snapshot: string; shown: number }) {
    this.terminal = terminal;
    this.view = taken.view;
    this.offset = taken.offset;
    this.snapshot = taken.snapshot;
    this.shown = taken.shown;
  }

  static async take(terminal: string): Promise<View> {
    return new View(terminal, await service.client.terminals.take({ terminal }));
  }

  get #ids() {
    return { terminal: this.terminal, view: this.view };
  }

  async type(text: string): Promise<void> {
    await service.client.terminals.write({ ...this.#ids, bytes: toBase64(text) });
  }

  /** Reads on once; false when it has ended. */
  async readOn(): Promise<boolean> {
    const { bytes } = await service.client.terminals.read(
      { ...this.#ids, offset: this.offset },
      { signal: AbortSignal.timeout(20_000) },
    );
    const read = Buffer.from(bytes);
    this.offset += read.length;
    this.bytes = Buffer.concat([this.bytes, read]);
    return read.length > 0;
  }

  async readUntil(pattern: RegExp): Promise<string> {
    while (!pattern.test(this.bytes.toString('utf8'))) {
      if (!(await this.readOn())) throw new Error(`Ended before ${pattern}: ${this.bytes.toString('utf8')}`);
    }
    return this.bytes.toString('utf8');
  }

  async readToEnd(): Promise<string> {
    while (await this.readOn());
    return this.bytes.toString('utf8');
  }

  async resize(next: { columns: number; rows: number }): Promise<void> {
    await service.client.terminals.resize({ ...this.#ids, size: next });
  }

  async keep(snapshot: string): Promise<void> {
    await service.client.terminals.keep({ ...this.#ids, offset: this.offset, snapshot, size });
  }
}

function exec(container: string, options: Partial<Extract<TerminalTarget, { kind: 'exec' }>> = {}): TerminalTarget {
  return { kind: 'exec', container, command: ['/bin/sh'], user: '', workingDir: '', privileged: false, ...options };
}

async function open(target: TerminalTarget): Promise<{ terminal: Terminal; view: View }> {
  const terminal = await service.client.terminals.open({ target, size });
  onTestFinished(async () => {
    await service.client.terminals.close({ terminal: terminal.id });
  });
  return { terminal, view: await View.take(terminal.id) };
}

async function endingOf(id: string): Promise<Terminal['ending']> {
  const signal = AbortSignal.timeout(20_000);
  let seen = await service.client.terminals.changes({ epoch: '', seq: 0 }, { signal });
  for (;;) {
    const found = seen.terminals.find((terminal) => terminal.id === id);
    if (found === undefined || found.ending !== null) return found?.ending ?? null;
    seen = await service.client.terminals.changes(seen, { signal });
  }
}

/** Command lines of the container's processes, without its init and `sleep`. */
async function programsIn(container: string): Promise<string[]> {
  const { stdout } = await daemon.dockerCli(['top', container, '-o', 'pid,args']);
  return stdout
    .split('\n')
    .slice(1)
    .map((line) => line.trim().replace(/^\d+\s+/, ''))
    .filter((args) => args !== '' && !/docker-init|^sleep 1000$/.test(args));
}

describe('a shell in a container', () => {
  test('answers, knows its terminal, and ends with its exit code', async () => {
    const container = await runContainer();
    const { terminal, view } = await open(exec(container));
    await view.type('tty; echo "$TERM-$LANG"; stty size; exit 7\n');
    const screen = await view.readToEnd();
    expect(screen).toContain('/dev/pts/');
    expect(screen).toContain('xterm-256color-C.UTF-8');
    expect(screen).toContain('30 100');
    expect(await endingOf(terminal.id)).toEqual({ kind: 'exited', code: 7 });
    expect(await programsIn(container)).toEqual([]);
  });

  test('runs as the user, in the folder, privileged, as it was asked to', async () => {
    const container = await runContainer();
    const { view } = await open(exec(container, { user: '65534', workingDir: '/tmp', privileged: true }));
    await view.type('id -u; pwd; grep CapBnd /proc/self/status; exit\n');
    const screen = await view.readToEnd();
    expect(screen).toMatch(/\r\n65534\r\n/);
    expect(screen).toMatch(/\r\n\/tmp\r\n/);
    expect(screen).toMatch(/CapBnd:\s+0+1ff/);
  });

  test('keeps the locale of its container', async () => {
    const container = await runContainer('--env', 'LC_ALL=de_DE.UTF-8');
    const { view } = await open(exec(container));
    await view.type('echo "[$LANG][$LC_ALL]"; exit\n');
    expect(await view.readToEnd()).toContain('[][de_DE.UTF-8]');
  });

  test('is told of a new size', async () => {
    const container = await runContainer();
    const { view } = await open(exec(container));
    await view.resize({ columns: 133, rows: 44 });
    await view.type('stty size; exit\n');
    expect(await view.readToEnd()).toContain('44 133');
  });

  test('gets every byte of a large paste, and gives every byte of its output', async () => {
    const container = await runContainer();
    const { view } = await open(exec(container));
    await view.type('stty raw -echo; echo ready; head -c 5000000 | sha256sum; stty sane; exit\n');
    await view.readUntil(/ready\r?\n/);
    const pasted = Buffer.alloc(5_000_000, 'all bytes, \x00\x01\xff too. ', 'latin1');
    for (let at = 0; at < pasted.length; at += 65_536) {
      await service.client.terminals.write({
        terminal: view.terminal,
        view: view.view,
        bytes: pasted.subarray(at, at + 65_536).toString('base64'),
      });
    }
    expect(await view.readToEnd()).toContain(createHash('sha256').update(pasted).digest('hex'));
  });

  test('waits when nobody reads, and loses nothing', async () => {
    const container = await runContainer();
    const { view } = await open(exec(container, { command: ['sh', '-c', 'stty raw; seq 1 1000000'] }));
    await view.readOn();
    await sleep(1_000);
    const [seq] = (await docker('top', container, '-o', 'pid,args')).split('\n').filter((line) => line.includes('seq'));
    expect(seq).toBeDefined();
    await view.readToEnd();
    const expected = Array.from({ length: 1_000_000 }, (_, index) => `${index + 1}\n`).join('');
    expect(view.bytes.equals(Buffer.from(expected))).toBe(true);
  });

  test('is exact among twenty that flood', async () => {
    const container = await runContainer();
    const flood = async (index: number): Promise<string> => {
      const { view } = await open(
        exec(container, { command: ['sh', '-c', `stty raw; seq ${index} ${index + 100_000}`] }),
      );
      await view.readToEnd();
      return createHash('sha256').update(view.bytes).digest('hex');
    };
    const expected = (index: number): string =>
      createHash('sha256')
        .update(Array.from({ length: 100_001 }, (_, line) => `${index + line}\n`).join(''))
        .digest('hex');
    const indexes = Array.from({ length: 20 }, (_, index) => index);
    expect(await Promise.all(indexes.map(flood))).toEqual(indexes.map(expected));
  });

  test('that is not there is told in the engine’s words', async () => {
    const container = await runContainer();
    const { terminal, view } = await open(exec(container, { command: ['/bin/none'] }));
    expect(await view.readToEnd()).toContain('/bin/none');
    expect(await endingOf(terminal.id)).toMatchObject({
      kind: 'exited',
      code: expect.toSatisfy((code) => code === 126 || code === 127),
    });
  });

  test('is refused where the container does not run', async () => {
    const container = await runContainer();
    await docker('stop', '--time', '0', container);
    await expect(service.client.terminals.open({ target: exec(container), size })).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('that a signal ended says which', async () => {
    const container = await runContainer();
    const { terminal, view } = await open(exec(container));
    await view.type('kill -9 $$\n');
    await view.readToEnd();
    expect(await endingOf(terminal.id)).toEqual({ kind: 'killed', signal: 'SIGKILL', code: 137 });
  });

  test('says that its container stopped', async () => {
    const container = await runContainer();
    const { terminal, view } = await open(exec(container));
    await docker('stop', '--time', '0', container);
    await view.readToEnd();
    expect(await endingOf(terminal.id)).toEqual({ kind: 'container-stopped' });
  });
});

describe('closing a terminal', () => {
  test('leaves nothing of it running, whatever its programs make of it', async () => {
    const container = await runContainer();
    const { terminal, view } = await open(exec(container));
    await view.type('(trap "" HUP TERM INT; sleep 501) & sleep 502 & sleep 503; echo\n');
    await expect.poll(async () => (await programsIn(container)).filter((args) => /sleep 50/.test(args)).length).toBe(3);
    await service.client.terminals.close({ terminal: terminal.id });
    expect(await programsIn(container)).toEqual([]);
  });

  test('spares what made a session of its own', async () => {
    const container = await runContainer();
    const { terminal, view } = await open(exec(container));
    await view.type('setsid sleep 504 & sleep 1; echo started\n');
    await view.readUntil(/\nstarted/);
    await service.client.terminals.close({ terminal: terminal.id });
    expect(await programsIn(container)).toEqual(['sleep 504']);
  });
});

describe('views', () => {
  test('the newest has the terminal, and begins with what the last one kept', async () => {
    const container = await runContainer();
    const { terminal, view } = await open(exec(container));
    await view.type('echo one\n');
    await view.readUntil(/\none\r\n/);
    await view.readUntil(/one\r\n\/ # /);
    await view.keep('SCREEN');
    await view.type('echo two\n');
    await view.readUntil(/\ntwo\r\n/);
    const second = await View.take(terminal.id);
    expect(second.snapshot).toBe('SCREEN');
    expect(second.shown).toBe(view.offset);
    expect(second.offset).toBeLessThan(view.offset);
    const screen = await second.readUntil(/\ntwo\r\n/);
    expect(screen).not.toContain('one');
    await expect(view.type('x')).rejects.toMatchObject({ code: 'conflict' });
    await expect(view.readOn()).rejects.toMatchObject({ code: 'conflict' });
    await second.type('exit\n');
    await second.readToEnd();
  });

  test('one that comes later has not missed anything', async () => {
    const container = await runContainer();
    const terminal = await service.client.terminals.open({
      target: exec(container, { command: ['sh', '-c', 'echo before anyone looked; sleep 1; echo after'] }),
      size,
    });
    await sleep(300);
    const view = await View.take(terminal.id);
    expect(await view.readToEnd()).toBe('before anyone looked\r\nafter\r\n');
    expect(await (await View.take(terminal.id)).readToEnd()).toBe('before anyone looked\r\nafter\r\n');
  });
});

test('a view that comes later is told which sizes the screen had', async () => {
  const container = await runContainer();
  const { terminal, view } = await open(exec(container));
  // The shell asks where the cursor is, and waits for what is typed.
  await view.readUntil(/\[6n/);
  const { offset } = view;
  await view.resize({ columns: 90, rows: 20 });
  await view.type('echo on\n');
  await view.readUntil(/\non/);
  expect((await service.client.terminals.take({ terminal: terminal.id })).resizes).toEqual([
    { offset, size: { columns: 90, rows: 20 } },
  ]);
  const second = await View.take(terminal.id);
  await second.readUntil(/\non/);
  await second.keep('SCREEN');
  expect((await service.client.terminals.take({ terminal: terminal.id })).resizes).toEqual([]);
});

describe('attaching to a main process', () => {
  test('shows what it prints, gives it input, and lets go of it by its keys', async () => {
    const id = await docker('run', '--detach', '--interactive', '--tty', testImage, 'sh');
    onTestFinished(async () => {
      await daemon.dockerCli(['rm', '--force', id]);
    });
    const { terminal, view } = await open({ kind: 'attach', container: id });
    await view.type('echo $((6 * 7)); stty size\n');
    expect(await view.readUntil(/30 100/)).toContain('42');
    await view.type('\x10\x11');
    await view.readToEnd();
    expect(await endingOf(terminal.id)).toEqual({ kind: 'detached' });
    expect(await docker('inspect', '--format', '{{.State.Running}}', id)).toBe('true');
  });

  test('without a TTY has whole lines on the screen', async () => {
    const id = await docker('run', '--detach', '--interactive', testImage, 'sh');
    onTestFinished(async () => {
      await daemon.dockerCli(['rm', '--force', id]);
    });
    const { terminal, view } = await open({ kind: 'attach', container: id });
    await view.type('echo one\n');
    expect(await view.readUntil(/one\r\n/)).toBe('one\r\n');
    await view.type('echo two >&2\n');
    expect(await view.readUntil(/two\r\n/)).toBe('one\r\ntwo\r\n');
    await service.client.terminals.close({ terminal: terminal.id });
    expect(await docker('inspect', '--format', '{{.State.Running}}', id)).toBe('true');
  });
});

describe('what a container offers', () => {
  test('shells, users and its own user are read from its files', async () => {
    const fresh = await daemon.loadImage({ tag: 'berth-test/fresh:1' });
    const container = await docker('run', '--detach', '--user', 'nobody', '--workdir', '/tmp', fresh, 'sleep', '1000');
    onTestFinished(async () => {
      await daemon.dockerCli(['rm', '--force', container]);
    });
    const choices = await service.client.terminals.choices({ container });
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
    expect(await programsIn(container)).toEqual([]);
  });

  test('the choice is remembered for its image', async () => {
    const container = await runContainer();
    const { view } = await open(exec(container, { user: 'nobody' }));
    await view.type('exit\n');
    await view.readToEnd();
    const { remembered } = await service.client.terminals.choices({ container });
    expect(remembered).toEqual({ command: ['/bin/sh'], user: 'nobody', workingDir: '', privileged: false });
  });
});

/** The engine takes a moment to remove it after it has ended. */
async function expectNoDebugContainer(): Promise<void> {
  await expect
    .poll(() => docker('ps', '--all', '--quiet', '--filter', 'ancestor=berth/debug:1'), { timeout: 10_000 })
    .toBe('');
}

describe('a container without a shell', () => {
  const scratch = 'berth-test/scratch:latest';

  async function runScratch(): Promise<string> {
    const { bundle } = daemon.engine;
    if (bundle === null) throw new Error('The engine has not been started');
    const archive = await buildImageArchive({
      tag: scratch,
      architecture: bundle.architecture,
      createdAt: new Date('2026-01-01T00:00:00Z'),
      entries: [{ path: 'busybox', content: await readFile(toBundleFiles(bundle).busybox), mode: 0o755 }],
      config: {},
    });
    await loadImage(daemon.socketPath, archive, AbortSignal.timeout(10_000));
    const id = await docker('run', '--detach', scratch, '/busybox', 'sleep', '1000');
    onTestFinished(async () => {
      await daemon.dockerCli(['rm', '--force', id]);
    });
    return id;
  }

  test('offers none, and has a debug shell that sees its processes and files', async () => {
    const id = await runScratch();
    expect(await service.client.terminals.choices({ container: id })).toMatchObject({ shells: [], users: [] });
    const { terminal, view } = await open({ kind: 'debug', container: id });
    await view.type('ls -l /target/busybox; ps | grep "sleep 100[0]"; exit 3\n');
    const screen = await view.readToEnd();
    expect(screen).toMatch(/rwx.* \/target\/busybox/);
    expect(screen).toMatch(/sleep 1000/);
    expect(await endingOf(terminal.id)).toEqual({ kind: 'exited', code: 3 });
    await expectNoDebugContainer();
  });

  test('its debug shell is gone when it is closed', async () => {
    const container = await runContainer();
    const { terminal } = await open({ kind: 'debug', container });
    expect(await docker('ps', '--quiet', '--filter', 'ancestor=berth/debug:1')).not.toBe('');
    await service.client.terminals.close({ terminal: terminal.id });
    await expectNoDebugContainer();
  });
});

test('an exec’s keys are not held back', async () => {
  const container = await runContainer();
  const { view } = await open(exec(container, { command: ['sh', '-c', 'stty raw -echo; echo go; od -An -tx1 -N1'] }));
  await view.readUntil(/go/);
  await view.type('\x10');
  expect(await view.readToEnd()).toMatch(/\n? *10/);
});
