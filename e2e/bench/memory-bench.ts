import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestEngine } from '../fixtures/engine.ts';
import { makePrivateFolder } from '../fixtures/folders.ts';
import { BerthService } from '../fixtures/service.ts';
import type { Bench } from './bench.ts';
import { type ElectronMemory, measureElectron, measureElectronRounds } from './electron-memory.ts';
import { type Figure, figuresOf } from './figure.ts';
import { runContainers } from './idle-bench.ts';
import { measureRounds, printRoundLogs } from './log-rounds.ts';
import { proportionalMegabytesOf, rendererOf } from './process-cost.ts';
import { heapMegabytesOf, openBrowser, openPage, paintList } from './rig.ts';

const figure = figuresOf('memory');
const containers = 20;
const settleMs = 5000;

function electronFigures({ berth, empty }: ElectronMemory): Figure[] {
  return [
    figure('electron_mb', berth.writtenMegabytes, 'MB'),
    figure('electron_empty_mb', empty.writtenMegabytes, 'MB'),
    figure('electron_all_mb', berth.allMegabytes, 'MB'),
    figure('electron_empty_all_mb', empty.allMegabytes, 'MB'),
  ];
}

/**
 * Memory of the service and of the page's process with 20 running containers and the list open; in
 * Electron of the main process and the service. Then what twenty rounds of logs leave in the
 * service, in both.
 */
export const memoryBench: Bench = async (say) => {
  await using folder = await makePrivateFolder();
  await using engine = await startTestEngine();
  await runContainers(engine, containers);
  await using service = await BerthService.start({ folder: join(folder.path, 'b'), hostEngine: engine.socketPath });
  await using browser = await openBrowser();
  await using rig = await openPage(browser);
  await paintList(rig, service.url, containers, 'berth-bench-0');
  say('memory: the list is open');
  await sleep(settleMs);
  const electron = await measureElectron(folder.path, engine.socketPath);
  if ('reason' in electron) say(`memory: no Electron: ${electron.reason}`);
  else say(`memory: Electron ${electron.version}`);
  const atRest = [
    figure('service_mb', proportionalMegabytesOf(service.pid), 'MB'),
    figure('page_mb', proportionalMegabytesOf(rendererOf(process.pid)), 'MB'),
    figure('page_heap_mb', await heapMegabytesOf(rig.cdp), 'MB'),
  ];
  say('memory: 30 logs are opened and closed, 20 times; takes six minutes');
  const logs = await printRoundLogs(engine);
  const [roundsMegabytes, electronRoundsMegabytes] = await Promise.all([
    measureRounds(rig.page, service.pid, logs),
    measureElectronRounds(join(folder.path, 'rounds'), engine.socketPath, logs),
  ]);
  return [
    ...('reason' in electron ? [] : electronFigures(electron)),
    ...atRest,
    figure('rounds_mb', roundsMegabytes, 'MB'),
    ...(typeof electronRoundsMegabytes === 'number'
      ? [figure('electron_rounds_mb', electronRoundsMegabytes, 'MB')]
      : []),
  ];
};
