import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { descendantsOf, type ProcessFact } from '../../engine/test/leaks.ts';
import { collectProblems } from '../fixtures/page-problems.ts';
import { App } from '../screens/app.ts';
import type { TestElectron } from './runtime/test-electron.ts';

export interface LaunchOptions {
  readonly electron: Exclude<TestElectron, { reason: string }>;
  /** Data, run folder and profile are made in it. */
  readonly folder: string;
  /** Left out: the bundled engine. */
  readonly hostEngine?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** The app itself waits 25 s for its service. */
const quitWithinMs = 30_000;

function killIfRunning(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended, which is all that is wanted.
  }
}

/** The arguments and environment that give a start of Berth its own profile, folders and engine. */
export function toLaunch({ electron, folder, hostEngine, env = {}, args = [] }: LaunchOptions) {
  return {
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      electron.appDir,
      `--user-data-dir=${path.join(folder, 'profile')}`,
      ...(hostEngine === undefined ? [] : ['--host-engine', hostEngine]),
      ...args,
    ],
    env: {
      ...process.env,
      BERTH_DATA_DIR: path.join(folder, 'data'),
      BERTH_RUN_DIR: path.join(folder, 'run'),
      DOCKER_CONFIG: path.join(folder, 'docker-config'),
      DOCKER_HOST: hostEngine === undefined ? '' : `unix://${hostEngine}`,
      BERTH_LINK_DIR: path.join(folder, 'bin'),
      ...env,
    } as Record<string, string>,
  };
}

/** The same for a start by Playwright, which the app of the tests' older Electron waits for (`runtime/wait-for-driver.ts`). */
function toDrivenLaunch(options: LaunchOptions) {
  const { args, env } = toLaunch(options);
  return { args, env: { ...env, BERTH_E2E_DRIVER: '1' } };
}

/** The built app in a real Electron. */
export class ElectronApp implements AsyncDisposable {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly app: App;
  readonly #exited: Promise<void>;
  #hasExited = false;

  private constructor(electron: ElectronApplication, page: Page) {
    this.electron = electron;
    this.page = page;
    this.app = new App(page, collectProblems(page));
    this.#exited = new Promise((resolve) => {
      electron.process().once('exit', () => {
        this.#hasExited = true;
        resolve();
      });
    });
  }

  static async launch(options: LaunchOptions): Promise<ElectronApp> {
    const electron = await _electron.launch({
      executablePath: options.electron.path,
      ...toDrivenLaunch(options),
      // The window's own, not one that Playwright pretends.
      colorScheme: null,
    });
    return new ElectronApp(electron, await electron.firstWindow());
  }

  get pid(): number {
    return this.electron.process().pid ?? 0;
  }

  /** Of the app, as long as it runs: its own and whatever they started. */
  processes(): ProcessFact[] {
    return descendantsOf(this.pid);
  }

  /** The engine service's process. */
  service(): ProcessFact | undefined {
    return this.processes().find(({ command }) => command.includes('--utility-sub-type=node.mojom.NodeService'));
  }

  /** The page's process. */
  renderer(): ProcessFact | undefined {
    return this.processes().find(({ command }) => command.includes('--type=renderer'));
  }

  /** Quits as the menu does, and waits for the end. */
  async quit(): Promise<void> {
    if (this.#hasExited) return;
    const started = this.processes();
    // The answer may be lost, because the process ends while it is being sent.
    this.electron.evaluate(({ app }) => app.quit()).catch(() => undefined);
    const isLate = await Promise.race([this.#exited.then(() => false), sleep(quitWithinMs, true, { ref: false })]);
    if (!isLate) return;
    for (const { pid } of [...started, { pid: this.pid }]) killIfRunning(pid);
    throw new Error(`Berth did not end within ${quitWithinMs} ms.`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.quit();
  }
}
