import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** Longest first: two cores take them in this order. */
const checks: readonly { name: string; args: readonly string[] }[] = [
  { name: 'types', args: ['tsc', '-b'] },
  { name: 'lint', args: ['oxlint', '--type-aware', '--deny-warnings'] },
  { name: 'imports', args: ['depcruise', '--config', '.ci/import-rules.cjs', 'engine', 'electron', 'renderer', 'e2e'] },
  { name: 'dead code', args: ['knip', '--config', '.ci/knip.json'] },
  {
    name: 'format',
    args: ['prettier', '--check', '--log-level', 'warn', '--cache', '--cache-strategy', 'content', '.'],
  },
];

interface Outcome {
  readonly name: string;
  readonly code: number;
  readonly output: string;
  readonly seconds: number;
}

function run({ name, args }: (typeof checks)[number]): Promise<Outcome> {
  const [command = '', ...rest] = args;
  const startedAtMs = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, 'node_modules/.bin', command), rest, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      const seconds = (performance.now() - startedAtMs) / 1000;
      resolve({ name, code: code ?? 1, output: Buffer.concat(chunks).toString(), seconds });
    });
  });
}

const waiting = [...checks];
const outcomes: Outcome[] = [];

/** As many at a time as the machine has cores would starve each other of memory on small ones: three keep two cores busy. */
async function worker(): Promise<void> {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    const outcome = await run(check);
    outcomes.push(outcome);
    console.log(`${outcome.code === 0 ? 'ok    ' : 'FAILED'} ${outcome.name} (${outcome.seconds.toFixed(1)} s)`);
  }
}

await Promise.all([worker(), worker(), worker()]);
const failed = outcomes.filter((outcome) => outcome.code !== 0);
for (const { name, output } of failed) console.log(`\n──── ${name} ────\n${output.trimEnd()}`);
if (failed.length > 0) {
  console.log(`\nnpm run check: ${failed.map(({ name }) => name).join(', ')} failed.`);
  process.exitCode = 1;
}
