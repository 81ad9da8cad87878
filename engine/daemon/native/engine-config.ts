import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { writeFileAtomically } from '../../platform/atomic-file.ts';
import { readJsonFile } from '../../platform/json-file.ts';
import type { Log } from '../../platform/log.ts';
import type { EngineLayout } from './engine-layout.ts';
import { findDockerd, isRunning, signalIfRunning } from './engine-processes.ts';
import { readApi } from './ping.ts';

/** dockerd reads its settings again within some milliseconds of SIGHUP. */
const reloadMs = 5_000;
const lookMs = 20;

const settingsFile = z.record(z.string(), z.unknown());

type Settings = Readonly<z.infer<typeof settingsFile>>;

const insecureKey = 'insecure-registries';
const insecure = z.array(z.string()).catch([]);

const infoAnswer = z.object({
  RegistryConfig: z.object({
    IndexConfigs: z.record(z.string(), z.object({ Secure: z.boolean() })).nullish(),
  }),
});

/** Writes whether containers outlive dockerd into its settings and leaves the other settings as they are. */
export async function writeLiveRestore(layout: EngineLayout, isOn: boolean, log: Log): Promise<void> {
  await changeSettings(layout, { 'live-restore': isOn }, log);
}

/** The registries that dockerd reaches without checking who they are, as its settings have them. */
export async function readInsecureRegistries(layout: EngineLayout, log: Log): Promise<string[]> {
  return insecure.parse((await readSettings(layout, log))[insecureKey]);
}

/**
 * Sets whether dockerd may reach a registry by http or with any certificate; one that runs takes it over at once, without a restart.
 * Whoever calls holds the engine's lock. Throws where dockerd does not take it.
 */
export async function writeInsecureRegistry(
  layout: EngineLayout,
  address: string,
  isInsecure: boolean,
  log: Log,
): Promise<void> {
  const others = (await readInsecureRegistries(layout, log)).filter((other) => other !== address);
  // An empty list stays: dockerd takes over only what its settings name.
  await changeSettings(layout, { [insecureKey]: isInsecure ? [...others, address].sort() : others }, log);
  const dockerd = findDockerd(layout);
  if (dockerd === null) return;
  signalIfRunning(dockerd, 'SIGHUP');
  const deadline = Date.now() + reloadMs;
  while (isRunning(dockerd)) {
    const { IndexConfigs } = infoAnswer.parse(await readApi(layout.socketPath, '/info', reloadMs)).RegistryConfig;
    const isTaken = (IndexConfigs?.[address]?.Secure === false) === isInsecure;
    if (isTaken) return;
    if (Date.now() > deadline) throw new Error(`dockerd did not take over ${insecureKey}: ${address}`);
    await sleep(lookMs);
  }
}

async function changeSettings(layout: EngineLayout, changes: Settings, log: Log): Promise<void> {
  const settings = { ...(await readSettings(layout, log)), ...changes };
  await writeFileAtomically(layout.configFile, JSON.stringify(settings, null, 2));
}

/** Damaged settings keep dockerd from starting: those begin anew. */
async function readSettings(layout: EngineLayout, log: Log): Promise<Settings> {
  return (await readJsonFile(layout.configFile, settingsFile, log)) ?? {};
}
