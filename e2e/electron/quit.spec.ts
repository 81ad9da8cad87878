import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { answersPing } from '../../engine/daemon/native/ping.ts';
import { toEnginePaths } from '../../engine/platform/paths.ts';
import { descendantsOf, type ProcessFact } from '../../engine/test/leaks.ts';
import { toLaunch } from './electron-app.ts';
import { expect, test } from './test.ts';
import { xdotool } from './xdotool.ts';

/** Whether the process runs; one that has ended and waits for its parent to notice does not. */
function isAlive(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !stat.slice(stat.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false; // it is gone
  }
}

interface Watched {
  readonly page: ProcessFact;
  readonly service: ProcessFact;
  readonly dockerd: ProcessFact;
  readonly everything: readonly ProcessFact[];
}

/** Waits until the window's page, the service and its dockerd run and the engine answers. */
async function waitForEngine(main: ChildProcess, socketPath: string): Promise<Watched> {
  await expect.poll(() => answersPing(socketPath), { timeout: 60_000 }).toBe(true);
  const everything = descendantsOf(main.pid ?? 0);
  const find = (part: string): ProcessFact => {
    const [found, ...others] = everything.filter(({ command }) => command.includes(part));
    if (found === undefined || others.length > 0) throw new Error(`Not exactly one process is ${part}.`);
    return found;
  };
  return {
    page: find('--type=renderer'),
    service: find('--utility-sub-type=node.mojom.NodeService'),
    dockerd: find('/dockerd '),
    everything,
  };
}

const ways: Readonly<Record<string, (main: ChildProcess, display: Readonly<Record<string, string>>) => unknown>> = {
  'the menu’s key': async (_main, display) => {
    // There is no window manager that would give the window the keyboard.
    await expect(() => xdotool(display, 'search', '--onlyvisible', '--name', '^Berth$', 'windowfocus')).toPass({
      timeout: 20_000,
    });
    await xdotool(display, 'key', 'ctrl+q');
  },
  SIGTERM: (main) => main.kill('SIGTERM'),
  SIGINT: (main) => main.kill('SIGINT'),
};

// Without a debugger in the process, which Playwright's would be: how a process ends is what is looked at.
for (const [name, quit] of Object.entries(ways)) {
  test(`${name} stops its engine last`, async ({ runtime, display, folder }) => {
    test.slow();
    test.skip(process.getuid?.() !== 0, 'the bundled engine needs root');
    // The packages are fetched once for all tests; all else is the test's own.
    const env = { ...display.env, BERTH_CACHE_DIR: toEnginePaths(process.env).cacheDir };
    const { args, env: environment } = toLaunch({ electron: runtime, folder, env });
    const main = spawn(runtime.path, args, { env: environment, stdio: 'ignore' });
    const exited = once(main, 'exit');
    try {
      const found = await waitForEngine(main, path.join(folder, 'run/docker.sock'));
      const watched = {
        page: found.page.pid,
        dockerd: found.dockerd.pid,
        service: found.service.pid,
        main: main.pid ?? 0,
      };
      const order: string[] = [];
      await quit(main, display.env);
      for (const giveUpAtMs = performance.now() + 40_000; performance.now() < giveUpAtMs && order.length < 4;) {
        for (const [who, pid] of Object.entries(watched)) if (!order.includes(who) && !isAlive(pid)) order.push(who);
        await sleep(5);
      }
      // Both of the last two go after the engine; main hears that the service's pipe has closed, which is a moment before its process is gone.
      expect([order.slice(0, 2), order.slice(2).sort()]).toEqual([
        ['page', 'dockerd'],
        ['main', 'service'],
      ]);
      expect(await exited).toEqual([0, null]);
      await expect.poll(() => found.everything.filter(({ pid }) => isAlive(pid))).toEqual([]);
    } finally {
      // Does nothing to one that has ended; the engine goes with it.
      main.kill('SIGTERM');
      await exited;
    }
  });
}
