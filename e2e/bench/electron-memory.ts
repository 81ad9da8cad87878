import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ProcessFact } from '../../engine/test/leaks.ts';
import { openDisplay } from '../electron/display.ts';
import { ElectronApp } from '../electron/electron-app.ts';
import { getTestElectron } from '../electron/runtime/test-electron.ts';
import { measureRounds, type RoundLog } from './log-rounds.ts';
import { proportionalMegabytesOf, writtenMegabytesOf } from './process-cost.ts';

const settleMs = 5000;

/** What any app has: a window, and a process beside it that does nothing. */
const emptyMain = `
const { app, BrowserWindow, utilityProcess } = require('electron');
app.whenReady().then(() => {
  utilityProcess.fork(require('node:path').join(__dirname, 'service.cjs'));
  new BrowserWindow().loadURL('data:text/html,<nav>empty</nav>');
});
`;

/** Of the main process and the one beside it together. */
interface Spent {
  /** With their share of Chromium's program, whose greatest part is charged to the main process. */
  readonly allMegabytes: number;
  /** Without any program. */
  readonly writtenMegabytes: number;
}

export interface ElectronMemory {
  readonly version: string;
  readonly berth: Spent;
  /** Of an app that does nothing. */
  readonly empty: Spent;
}

/** Berth in a real Electron with its list open, and an empty app in the same one; or why there is none. */
export async function measureElectron(
  folder: string,
  hostEngine: string,
): Promise<ElectronMemory | { reason: string }> {
  const electron = await getTestElectron();
  if ('reason' in electron) return electron;
  await using display = await openDisplay();
  const emptyDir = await writeEmptyApp(join(folder, 'empty-app'));
  const { env } = display;
  return {
    version: electron.version,
    empty: await spentBy({ electron: { ...electron, appDir: emptyDir }, folder: join(folder, 'empty'), env }),
    berth: await spentBy({ electron, folder: join(folder, 'berth'), env, hostEngine }),
  };
}

/** Megabytes that rounds of logs leave in the service of a real Electron; or why there is none. */
export async function measureElectronRounds(
  folder: string,
  hostEngine: string,
  logs: readonly RoundLog[],
): Promise<number | { reason: string }> {
  const electron = await getTestElectron();
  if ('reason' in electron) return electron;
  await using display = await openDisplay();
  await using app = await ElectronApp.launch({ electron, folder, env: display.env, hostEngine });
  await app.page.getByRole('navigation').first().waitFor();
  return await measureRounds(app.page, toService(app).pid, logs);
}

function toService(app: ElectronApp): ProcessFact {
  const service = app.service();
  if (service === undefined) throw new Error('Nothing runs beside the main process.');
  return service;
}

async function spentBy(options: Parameters<typeof ElectronApp.launch>[0]): Promise<Spent> {
  await using app = await ElectronApp.launch(options);
  await app.page.getByRole('navigation').first().waitFor();
  await sleep(settleMs);
  const service = toService(app);
  return {
    allMegabytes: proportionalMegabytesOf(app.pid) + proportionalMegabytesOf(service.pid),
    writtenMegabytes: writtenMegabytesOf(app.pid) + writtenMegabytesOf(service.pid),
  };
}

async function writeEmptyApp(dir: string): Promise<string> {
  await mkdir(dir, { recursive: true });
  await writeFile(join(dir, 'package.json'), JSON.stringify({ name: 'empty', version: '0.0.0', main: 'main.cjs' }));
  await writeFile(join(dir, 'main.cjs'), emptyMain);
  await writeFile(join(dir, 'service.cjs'), "process.parentPort.on('message', () => undefined);\n");
  return dir;
}
