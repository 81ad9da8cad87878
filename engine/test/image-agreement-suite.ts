import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import { type DockerCommand, scriptOn, toShellText } from '../commands/command.ts';
import { lineEngineOf, openOtherShell, type OtherShell } from './other-shell.ts';
import { makeLayer } from './layered-images.ts';
import { testImage } from './real-daemon.ts';
import { startTransferService, type TransferService } from './transfer-service.ts';

let rig: TransferService;
let shell: OtherShell;
let folder: string;
export let daemon: TransferService['daemon'];
export let registry: TransferService['registry'];
export let client: TransferService['client'];
export let watch: TransferService['watch'];

/** For all scenarios one engine, one registry and one service. */
export function setUpImageAgreement(): void {
  beforeAll(async () => {
    rig = await startTransferService({ env: async (started) => (shell = await openOtherShell(started, false)).env });
    ({ daemon, registry, client, watch } = rig);
    folder = await mkdtemp(path.join(tmpdir(), 'berth-agreement-'));
  });

  afterAll(async () => {
    await rig?.[Symbol.asyncDispose]();
    await shell?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });
}

/** One verb: `prepare` makes what it is about, `byCli` and `byBerth` do the same, `look` tells what became of it. */
export interface Scenario {
  readonly prepare?: (name: string) => Promise<unknown>;
  readonly byCli: (name: string) => Promise<unknown>;
  readonly byBerth: (name: string) => Promise<unknown>;
  readonly look: (name: string) => Promise<unknown>;
}

/**
 * Runs a line in a shell whose plain `docker` reaches another engine, and to which this engine is
 * no context.
 */
export async function runLine(command: DockerCommand, input = ''): Promise<string> {
  const engine = await lineEngineOf(rig);
  const { stdout, stderr, code } = await shell.run(command, engine, input);
  if (code !== 0) throw new Error(`${toShellText(scriptOn(engine, command))}: ${stderr}`);
  return stdout.trim();
}

/** The id under a name, and its other names; 'gone' where there is none. */
export async function look(reference: string): Promise<string> {
  const { stdout, code } = await daemon.dockerCli([
    'image',
    'inspect',
    '--format',
    '{{.Id}} {{.RootFS.Layers}}',
    reference,
  ]);
  return code === 0 ? stdout.trim() : 'gone';
}

export const tagAs = (name: string) => daemon.docker('tag', testImage, name);
export const sharedLayer = makeLayer('agreement', 50_000);
export const inFolder = (name: string) => path.join(folder, `${name}.tar`);
export const inRegistry = (name: string) => `${registry.address}/agreement/${name}:1`;
