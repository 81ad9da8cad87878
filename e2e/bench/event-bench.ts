import { join } from 'node:path';
import { startTestEngine } from '../fixtures/engine.ts';
import { watchEvents } from '../fixtures/events.ts';
import { makePrivateFolder } from '../fixtures/folders.ts';
import { BerthService } from '../fixtures/service.ts';
import type { Bench } from './bench.ts';
import { figuresOf } from './figure.ts';
import { openBrowser, openPage, paintList } from './rig.ts';
import { percentile } from './statistics.ts';

const figure = figuresOf('event');
const rounds = 50;
const name = 'berth-bench-event';

/** The docker CLI starts and stops a container: from the daemon's own time of the event to the painted row. */
export const eventBench: Bench = async (say) => {
  await using folder = await makePrivateFolder();
  await using engine = await startTestEngine();
  await engine.docker('create', '--name', name, engine.image, 'sleep', '1d');
  await using service = await BerthService.start({ folder: join(folder.path, 'b'), hostEngine: engine.socketPath });
  await using browser = await openBrowser();
  await using rig = await openPage(browser);
  await paintList(rig, service.url, 1, name);
  using events = await watchEvents(engine.socketPath);
  say(`event: ${rounds} starts and stops`);
  const delays: number[] = [];
  const afterCli: number[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const action of ['start', 'die'] as const) {
      const isUp = action === 'start';
      // The page watches before the CLI acts, so that nothing is missed.
      await rig.page.evaluate(
        ({ name, isUp }) => {
          const painted = window.berthProbe.painted(() => {
            const row = [...document.querySelectorAll('[role=row][data-row-id]')].find(({ textContent }) =>
              textContent.includes(name),
            );
            return row !== undefined && /Running/.test(row.textContent) === isUp;
          });
          window.berthProbe.pending.set(
            'row',
            painted.then((atMs) => performance.timeOrigin + atMs),
          );
        },
        { name, isUp },
      );
      const happened = events.next(action);
      await engine.docker(...(isUp ? ['start', name] : ['stop', '--time', '0', name]));
      const cliDoneMs = performance.timeOrigin + performance.now();
      const { atMs } = await happened;
      const paintedMs = await rig.page.evaluate(() => window.berthProbe.pending.get('row'));
      if (paintedMs === undefined) throw new Error('The page lost its probe.');
      delays.push(paintedMs - atMs);
      afterCli.push(paintedMs - cliDoneMs);
    }
  }
  return [
    figure('p50_ms', percentile(delays, 0.5), 'ms'),
    figure('p99_ms', percentile(delays, 0.99), 'ms'),
    figure('worst_ms', Math.max(...delays), 'ms'),
    figure('after_cli_p50_ms', percentile(afterCli, 0.5), 'ms'),
  ];
};
