import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scriptOn, toShellText } from '../commands/command.ts';
import * as terminalCommands from '../commands/terminals.ts';
import { maxReadBytes, type TerminalTarget } from '../contract/terminals.ts';
import { toBundleFiles } from '../daemon/bundle/bundle-files.ts';
import { lineEngineOf, openOtherShell, type OtherShell, otherShellContext } from '../test/other-shell.ts';
import { type RealDaemon, startRealDaemon, testImage } from '../test/real-daemon.ts';
import { type ServiceClient, startServiceClient } from '../test/service-client.ts';

let daemon: RealDaemon;
let otherShell: OtherShell;
let service: ServiceClient;

beforeAll(async () => {
  daemon = await startRealDaemon();
  otherShell = await openOtherShell(daemon, true);
  service = await startServiceClient(otherShellContext, null, { env: otherShell.env });
});

afterAll(async () => {
  await service?.[Symbol.asyncDispose]();
  await otherShell?.[Symbol.asyncDispose]();
  await daemon?.[Symbol.asyncDispose]();
});

const name = 'agreed';
/** What one would notice of being somewhere else: user, folder, first process, powers, terminal. The machine's own shell must not remember it. */
const question =
  'unset HISTFILE; echo "FACTS=$(id -u):$(id -g):$(pwd):$(cat /proc/1/comm):$(grep CapEff /proc/self/status | cut -f 2):$(test -t 0 && echo tty)"';
const answer = /FACTS=(\d[^\r\n]*)/;

/** Pastes the line into a real shell on a real terminal, asks the question there, and leaves by Ctrl-D or the keys. */
async function askByLine(line: string, leave: string): Promise<string | undefined> {
  if (daemon.engine.bundle === null) throw new Error('The engine has not been started');
  const { cli } = toBundleFiles(daemon.engine.bundle);
  const child = spawn('/usr/bin/script', ['--quiet', '--command', line.replace(/^docker/, cli), '/dev/null'], {
    env: { PATH: process.env['PATH'], HOME: daemon.paths.dataDir, ...otherShell.env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let seen = '';
  let asked = false;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    seen += text;
    if (!asked && /[#$] /.test(seen)) {
      asked = true;
      child.stdin.write(`${question}\n`);
    }
    if (answer.test(seen)) child.stdin.write(leave);
  });
  // A main process has printed its prompt before anyone came.
  // A nudge may come when the command has just ended.
  child.stdin.on('error', () => undefined);
  const nudge = setInterval(() => child.stdin.write('\n'), 500);
  await ended;
  clearInterval(nudge);
  return answer.exec(seen)?.[1];
}

async function askByBerth(target: TerminalTarget): Promise<string | undefined> {
  const { client } = service;
  const { id: terminal } = await client.terminals.open({ target, size: { columns: 200, rows: 50 } });
  const { view } = await client.terminals.take({ terminal });
  await client.terminals.write({ terminal, view, bytes: Buffer.from(`${question}\n`).toString('base64') });
  let seen = '';
  let offset = 0;
  while (!/FACTS=\d[^\r\n]*\r/.test(seen)) {
    const { bytes } = await client.terminals.read(
      { terminal, view, offset, maxBytes: maxReadBytes, pour: null },
      { signal: AbortSignal.timeout(20_000) },
    );
    const read = Buffer.from(bytes);
    if (read.length === 0) break;
    offset += read.length;
    seen += read.toString('utf8');
  }
  await client.terminals.close({ terminal });
  return answer.exec(seen)?.[1];
}

const shell = {
  kind: 'exec' as const,
  command: ['sh'],
  user: '',
  workingDir: '',
  privileged: false,
};
const targets: Record<string, { target: (container: string) => TerminalTarget; leave?: string }> = {
  'a shell': { target: (container) => ({ ...shell, container }) },
  'another user’s shell in a folder': {
    target: (container) => ({ ...shell, container, user: 'nobody', workingDir: '/tmp' }),
  },
  'a privileged shell': { target: (container) => ({ ...shell, container, privileged: true }) },
  'the main process': { target: (container) => ({ kind: 'attach', container }), leave: '\x10\x11' },
  'a debug shell': { target: (container) => ({ kind: 'debug', container }) },
  'a shell of the engine’s machine': { target: () => ({ kind: 'machine' }) },
};

test.each(Object.entries(targets))('%s is the same by its line and by Berth', async (_, { target, leave = '\x04' }) => {
  const { stdout } = await daemon.dockerCli(['run', '--detach', '--interactive', '--tty', '--name', name, testImage]);
  try {
    const wanted = target(stdout.trim());
    const engine = await lineEngineOf(service);
    expect(engine.shell).toEqual({ kind: 'context', name: otherShellContext });
    const byBerth = await askByBerth(wanted);
    expect(byBerth).toMatch(/:tty$/);
    expect(await askByLine(toShellText(scriptOn(engine, terminalCommands.terminalCommand(name, wanted))), leave)).toBe(
      byBerth,
    );
  } finally {
    await daemon.dockerCli(['rm', '--force', name]);
  }
});

test('each command line of a terminal is among them', () => {
  const { debugImage, machineShell, terminalCommand, ...lines } = terminalCommands;
  expect(debugImage).toContain(':');
  expect(machineShell).toBeTypeOf('string');
  expect(Object.keys(lines).sort()).toEqual(['attachCommand', 'debugCommand', 'execCommand', 'machineCommand']);
  expect(terminalCommand).toBeTypeOf('function');
});
