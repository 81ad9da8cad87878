import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { crowdBench } from './crowd-bench.ts';
import { enginesBench } from './engines-bench.ts';
import { eventBench } from './event-bench.ts';
import { toJsonLine, toTable } from './figure.ts';
import { idleBench } from './idle-bench.ts';
import { logsBench } from './logs-bench.ts';
import { machineLine, watchStolenTime } from './machine.ts';
import { memoryBench } from './memory-bench.ts';
import { pullBench } from './pull-bench.ts';
import { pushBench } from './push-bench.ts';
import { startBench } from './start-bench.ts';
import { terminalBench } from './terminal-bench.ts';

/** In JSON mode stdout is for machines alone. */
function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

const benches: Readonly<Record<string, Bench>> = {
  start: startBench,
  event: eventBench,
  crowd: crowdBench,
  idle: idleBench,
  engines: enginesBench,
  memory: memoryBench,
  terminal: terminalBench,
  logs: logsBench,
  pull: pullBench,
  push: pushBench,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
});
const names = positionals.length === 0 ? Object.keys(benches) : positionals;
const unknown = names.filter((name) => !(name in benches));
if (unknown.length > 0) {
  process.stderr.write(
    `There is no bench named ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.\n`,
  );
  process.exitCode = 1;
} else {
  if (!values.json) say(machineLine([]));
  for (const name of names) {
    const stolen = watchStolenTime();
    const figures = await benches[name]?.(say);
    if (figures === undefined) continue;
    say(`${name}: ${(stolen() * 100).toFixed(1)} % of the processor time that was wanted went to other machines`);
    if (values.json) for (const figure of figures) process.stdout.write(`${toJsonLine(figure)}\n`);
    else process.stdout.write(`\n${toTable(figures)}\n`);
  }
}
