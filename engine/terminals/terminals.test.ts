import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exec, startTerminalRig, type TerminalRig } from '../test/terminal-rig.ts';

let rig: TerminalRig;

beforeAll(async () => {
  rig = await startTerminalRig();
}, 120_000);

afterAll(async () => {
  await rig?.[Symbol.asyncDispose]();
}, 60_000);

describe('a shell in a container', () => {
  test('answers, knows its terminal, and ends with its exit code', async () => {
    const container = await rig.runContainer();
    const { terminal, view } = await rig.open(exec(container));
    await view.type('tty; echo "$TERM-$LANG"; stty size; exit 7\n');
    const screen = await view.readToEnd();
    expect(screen).toContain('/dev/pts/');
    expect(screen).toContain('xterm-256color-C.UTF-8');
    expect(screen).toContain('30 100');
    expect(await rig.endingOf(terminal.id)).toEqual({ kind: 'exited', code: 7 });
    expect(await rig.programsIn(container)).toEqual([]);
  });

  test('runs as the user, in the folder, privileged, as it was asked to', async () => {
    const container = await rig.runContainer();
    const { view } = await rig.open(exec(container, { user: '65534', workingDir: '/tmp', privileged: true }));
    await view.type('id -u; pwd; grep CapBnd /proc/self/status; exit\n');
    const screen = await view.readToEnd();
    expect(screen).toMatch(/\r\n65534\r\n/);
    expect(screen).toMatch(/\r\n\/tmp\r\n/);
    expect(screen).toMatch(/CapBnd:\s+0+1ff/);
  });

  test('keeps the locale of its container', async () => {
    const container = await rig.runContainer('--env', 'LC_ALL=de_DE.UTF-8');
    const { view } = await rig.open(exec(container));
    await view.type('echo "[$LANG][$LC_ALL]"; exit\n');
    expect(await view.readToEnd()).toContain('[][de_DE.UTF-8]');
  });

  test('is told of a new size', async () => {
    const container = await rig.runContainer();
    const { view } = await rig.open(exec(container));
    await view.resize({ columns: 133, rows: 44 });
    await view.type('stty size; exit\n');
    expect(await view.readToEnd()).toContain('44 133');
  });

  test('gets every byte of a large paste, and gives every byte of its output', async () => {
    const container = await rig.runContainer();
    const { view } = await rig.open(exec(container));
    await view.type('stty raw -echo; echo ready; head -c 5000000 | sha256sum; stty sane; exit\n');
    await view.readUntil(/ready\r?\n/);
    const pasted = Buffer.alloc(5_000_000, 'all bytes, \x00\x01\xff too. ', 'latin1');
    for (let at = 0; at < pasted.length; at += 65_536) {
      await view.type(pasted.subarray(at, at + 65_536));
    }
    expect(await view.readToEnd()).toContain(createHash('sha256').update(pasted).digest('hex'));
  });

  test('waits when nobody reads, and loses nothing', async () => {
    const container = await rig.runContainer();
    const { view } = await rig.open(exec(container, { command: ['sh', '-c', 'stty raw; seq 1 1000000'] }));
    await view.readOn();
    await sleep(1_000);
    const [seq] = (await rig.docker('top', container, '-o', 'pid,args'))
      .split('\n')
      .filter((line) => line.includes('seq'));
    expect(seq).toBeDefined();
    await view.readToEnd();
    const expected = Array.from({ length: 1_000_000 }, (_, index) => `${index + 1}\n`).join('');
    expect(view.bytes.equals(Buffer.from(expected))).toBe(true);
  });

  test('is exact among twenty that flood', async () => {
    const container = await rig.runContainer();
    const flood = async (index: number): Promise<string> => {
      const { view } = await rig.open(
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
    const container = await rig.runContainer();
    const { terminal, view } = await rig.open(exec(container, { command: ['/bin/none'] }));
    expect(await view.readToEnd()).toContain('/bin/none');
    expect(await rig.endingOf(terminal.id)).toMatchObject({
      kind: 'exited',
      code: expect.toSatisfy((code) => code === 126 || code === 127),
    });
  });

  test('is refused where the container does not run', async () => {
    const container = await rig.runContainer();
    await rig.docker('stop', '--time', '0', container);
    await expect(rig.openUnseen(exec(container))).rejects.toMatchObject({
      code: 'conflict',
    });
  });

  test('that a signal ended says which', async () => {
    const container = await rig.runContainer();
    const { terminal, view } = await rig.open(exec(container));
    await view.type('kill -9 $$\n');
    await view.readToEnd();
    expect(await rig.endingOf(terminal.id)).toEqual({ kind: 'killed', signal: 'SIGKILL', code: 137 });
  });

  test('says that its container stopped', async () => {
    const container = await rig.runContainer();
    const { terminal, view } = await rig.open(exec(container));
    await rig.docker('stop', '--time', '0', container);
    await view.readToEnd();
    expect(await rig.endingOf(terminal.id)).toEqual({ kind: 'container-stopped' });
  });
});

describe('closing a terminal', () => {
  test('leaves nothing of it running, whatever its programs make of it', async () => {
    const container = await rig.runContainer();
    const { terminal, view } = await rig.open(exec(container));
    await view.type('(trap "" HUP TERM INT; sleep 501) & sleep 502 & sleep 503; echo\n');
    await expect
      .poll(async () => (await rig.programsIn(container)).filter((args) => /sleep 50/.test(args)).length)
      .toBe(3);
    await rig.client.terminals.close({ terminal: terminal.id });
    expect(await rig.programsIn(container)).toEqual([]);
  });

  test('spares what made a session of its own', async () => {
    const container = await rig.runContainer();
    const { terminal, view } = await rig.open(exec(container));
    await view.type('setsid sleep 504 & sleep 1; echo started\n');
    await view.readUntil(/\nstarted/);
    await rig.client.terminals.close({ terminal: terminal.id });
    expect(await rig.programsIn(container)).toEqual(['sleep 504']);
  });
});

describe('views', () => {
  test('the newest has the terminal, and begins with what the last one kept', async () => {
    const container = await rig.runContainer();
    const { terminal, view } = await rig.open(exec(container));
    await view.type('echo one\n');
    await view.readUntil(/\none\r\n/);
    await view.readUntil(/one\r\n\/ # /);
    await view.keep('SCREEN');
    await view.type('echo two\n');
    await view.readUntil(/\ntwo\r\n/);
    const second = await rig.take(terminal);
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
    const container = await rig.runContainer();
    const terminal = await rig.openUnseen(
      exec(container, { command: ['sh', '-c', 'echo before anyone looked; sleep 1; echo after'] }),
    );
    await sleep(300);
    const view = await rig.take(terminal);
    expect(await view.readToEnd()).toBe('before anyone looked\r\nafter\r\n');
    expect(await (await rig.take(terminal)).readToEnd()).toBe('before anyone looked\r\nafter\r\n');
  });
});

test('a view that comes later is told which sizes the screen had', async () => {
  const container = await rig.runContainer();
  const { terminal, view } = await rig.open(exec(container));
  // The shell asks where the cursor is, and waits for what is typed.
  await view.readUntil(/\[6n/);
  const { offset } = view;
  await view.resize({ columns: 90, rows: 20 });
  await view.type('echo on\n');
  await view.readUntil(/\non/);
  expect((await rig.client.terminals.take({ terminal: terminal.id })).resizes).toEqual([
    { offset, size: { columns: 90, rows: 20 } },
  ]);
  const second = await rig.take(terminal);
  await second.readUntil(/\non/);
  await second.keep('SCREEN');
  expect((await rig.client.terminals.take({ terminal: terminal.id })).resizes).toEqual([]);
});

test('an exec’s keys are not held back', async () => {
  const container = await rig.runContainer();
  const { view } = await rig.open(
    exec(container, { command: ['sh', '-c', 'stty raw -echo; echo go; od -An -tx1 -N1'] }),
  );
  await view.readUntil(/go/);
  await view.type('\x10');
  expect(await view.readToEnd()).toMatch(/\n? *10/);
});
