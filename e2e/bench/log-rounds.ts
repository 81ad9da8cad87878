import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { TestEngine } from '../fixtures/engine.ts';
import { type PrintedLog, startPrinting } from './logs-rig.ts';
import { writtenMegabytesOf } from './process-cost.ts';

const logs = 30;
/** About 4 MB each, as dockerd writes them. */
const lines = 20_000;
const rounds = 20;
/** By then every thread, buffer and cache of the service is there. */
const settledRound = 3;
/** The service keeps a log that nobody looks at for 15 s. */
const closedMs = 16_000;

/** A log whose last line no other log has. */
export interface RoundLog extends PrintedLog {
  readonly lastText: string;
}

/** Prints the logs that `measureRounds` opens. */
export async function printRoundLogs(engine: TestEngine): Promise<RoundLog[]> {
  const printed: RoundLog[] = [];
  for (let log = 0; log < logs; log += 1) {
    const own = await startPrinting(engine, `berth-bench-round-${log}`, 'json-file', lines + log);
    await engine.docker('wait', own.name);
    printed.push({ ...own, lastText: `request ${lines + log - 1} done` });
  }
  return printed;
}

/**
 * Opens and closes logs in turn on a page of Berth, in twenty rounds. Answers how many megabytes of
 * its own the service has more after the last round than after the third.
 */
export async function measureRounds(page: Page, servicePid: number, opened: readonly RoundLog[]): Promise<number> {
  let settledMegabytes = Number.NaN;
  for (let round = 1; round <= rounds; round += 1) {
    for (const { id, lastText } of opened) {
      await page.evaluate((log) => {
        window.location.hash = `#/containers/${log}/logs`;
      }, id);
      await page.locator('[role=log] [data-row]').filter({ hasText: lastText }).first().waitFor();
    }
    await page.evaluate(() => {
      window.location.hash = '#/containers';
    });
    await sleep(closedMs);
    if (round === settledRound) settledMegabytes = writtenMegabytesOf(servicePid);
  }
  return writtenMegabytesOf(servicePid) - settledMegabytes;
}
