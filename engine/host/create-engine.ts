import path from 'node:path';
import { debugImage, machineShell } from '../commands/terminals.ts';
import type { Connection, EngineSettings } from '../contract/engine.ts';
import { DockerShell } from '../connections/docker-shell.ts';
import { EngineLink } from '../connections/engine-link.ts';
import { SettingsFile } from '../connections/engine-settings.ts';
import { bundledConnection, parseConnection } from '../connections/find-connections.ts';
import { BundledEngine } from '../daemon/bundled-engine.ts';
import { buildDebugImage } from '../daemon/debug-image.ts';
import { CommandJournal } from '../journal/command-journal.ts';
import type { LogLimits } from '../logs/feeds.ts';
import type { KeptLimits } from '../logs/history-limits.ts';
import { LogHistory } from '../logs/log-history.ts';
import { LogThread } from '../logs/log-thread.ts';
import { Mirror } from '../mirror/mirror.ts';
import { isSameAddress } from '../docker/address.ts';
import { toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import type { EnginePaths } from '../platform/paths.ts';
import { Once } from '../platform/sequencer.ts';
import { createContainersService } from '../services/containers.ts';
import { createEngineService } from '../services/engine.ts';
import { createImagesService } from '../services/images.ts';
import { createJournalService } from '../services/journal.ts';
import { createLogsService } from '../services/logs.ts';
import { createNetworksService } from '../services/networks.ts';
import { createRegistriesService } from '../services/registries.ts';
import { type ChooseSavePath, type Engine, implementation } from '../services/services.ts';
import { createTerminalsService } from '../services/terminals.ts';
import { createTransfersService } from '../services/transfers.ts';
import { createVolumesService } from '../services/volumes.ts';
import { Journal } from '../terminals/journal.ts';
import { RememberedChoices } from '../terminals/remembered-choices.ts';
import { Terminals } from '../terminals/terminals.ts';
import { createRegistries } from './create-registries.ts';
import { createTransfers } from './create-transfers.ts';
import { collectGarbage, IdleCollector } from './idle-collector.ts';
import { PageConnection, type PageWire } from './page-connection.ts';

/** A megabyte of the settings. */
const megabyteBytes = 1024 * 1024;

export interface EngineOptions {
  readonly paths: EnginePaths;
  readonly log: Log;
  readonly env: NodeJS.ProcessEnv;
  /** A context's name or a socket's path in place of the engine chosen last. */
  readonly hostEngine: string | null;
  /** Left out where there is none. */
  readonly chooseSavePath?: ChooseSavePath;
}

/** The running service. Disposing of it ends all pages' connections and stops the bundled engine last. */
export interface EngineService extends AsyncDisposable {
  /** The owner of the wire hands in what comes over it, and disposes of the connection when it closes. */
  connectPage(wire: PageWire): PageConnection;
}

const debugTools = { tag: debugImage, machineShell };

/**
 * The composition root of the service: every long-lived object is made here. When a step fails, what was made before it is disposed of.
 * Disposing goes from the last part to the first; a part that fails is logged and does not keep the others from ending.
 */
export async function createEngine({
  paths,
  log,
  env,
  hostEngine,
  chooseSavePath,
}: EngineOptions): Promise<EngineService> {
  await using making = new AsyncDisposableStack();
  const ends = (part: string, end: () => void | Promise<void>) => making.defer(() => endPart(part, end, log));
  const settings = await SettingsFile.open(paths.dataDir, log);
  const connection = await chooseConnection(hostEngine, settings.values.connectionId, env, log);
  const pages = new Set<PageConnection>();
  const bundled = new BundledEngine({ ...paths, log, onUp: async () => dockerShell.registerBundled() });
  const dockerShell = making.use(await DockerShell.open({ env, bundled: bundled.address, log }));
  const journal = new CommandJournal({ reachOf: (id) => dockerShell.reachOf(id) });
  dockerShell.onChange(() => journal.refresh());
  const logThread = new LogThread({
    folder: path.join(paths.dataDir, 'logs'),
    limits: () => toLogLimits(settings.values),
    log,
  });
  const logHistory = new LogHistory({
    folder: path.join(paths.dataDir, 'logs', 'history'),
    containersDir: bundled.containersDir,
    keptDir: bundled.keptLogsDir,
    isOwnEngine: ({ address }) => isSameAddress(address, bundled.address),
    hasPages: () => pages.size > 0,
    limits: () => toKeptLimits(settings.values),
    keepCaptured: async (id, folder) => logThread.keep(id, folder),
    log,
  });
  const mirror = new Mirror(log, logHistory);
  const link = new EngineLink({ bundled, follower: mirror, dockerShell, log, connection });
  ends('engine', async () => {
    if (link.hasUsedBundled) await bundled.stop({ leaveRunning: settings.values.leaveRunning });
  });
  ends('log history', () => logHistory.settled());
  ends('engine link', () => link[Symbol.asyncDispose]());
  const terminals = new Terminals({
    connected: () => link.connected(),
    engine: () => link.engine,
    answers: link.answers,
    journal: new Journal(path.join(paths.runDir, 'terminals'), log),
    remembered: await RememberedChoices.open(path.join(paths.dataDir, 'terminal-choices.json'), log),
    debugImage: { ...debugTools, build: (signal) => buildDebugImage(paths.cacheDir, debugTools, signal) },
    log,
  });
  const registries = await createRegistries({ link, mirror, bundled, paths, env, log });
  ends('registries', () => registries.registries[Symbol.asyncDispose]());
  ends('log thread', () => logThread[Symbol.asyncDispose]());
  ends('terminals', () => terminals[Symbol.asyncDispose]());
  const transfers = createTransfers({ link, mirror, ...registries, env, log });
  ends('transfers', () => transfers[Symbol.asyncDispose]());
  const tidied = terminals.endLeftovers().catch((error: unknown) => {
    log.warn({ error: toMessage(error) }, 'terminals of an earlier run did not end');
  });
  ends('tidying', () => tidied);
  const router = createRouter({
    link,
    mirror,
    bundled,
    dockerShell,
    journal,
    settings,
    terminals,
    logThread,
    logHistory,
    ...registries,
    transfers,
    chooseSavePath: chooseSavePath ?? null,
    env,
    log,
  });
  ends('pages', () => {
    using closing = new DisposableStack();
    for (const page of pages) closing.use(page);
  });
  const collector = making.use(new IdleCollector(collectGarbage));
  const parts = making.move();
  const ended = new Once(() => parts.disposeAsync());
  return {
    connectPage(wire) {
      const page = new PageConnection({
        wire,
        router,
        log,
        onCallEnd: () => collector.touch(),
        onClose: () => {
          pages.delete(page);
          collector.touch();
        },
      });
      pages.add(page);
      return page;
    },
    [Symbol.asyncDispose]: () => ended.get(),
  };
}

/** Ends a part of the service. Logs a failure and throws it on: all failures are in what disposing of the service throws. */
async function endPart(part: string, end: () => void | Promise<void>, log: Log): Promise<void> {
  try {
    await end();
  } catch (error) {
    log.error({ part, error: toMessage(error) }, 'a part of the service did not end');
    throw error;
  }
}

function toKeptLimits({ keepsRemovedLogs, logsInMemory, keptLogsMegabytes }: EngineSettings): KeptLimits {
  return {
    ofRemoved: keepsRemovedLogs,
    files: keepsRemovedLogs && !logsInMemory,
    allBytes: keptLogsMegabytes * megabyteBytes,
  };
}

function toLogLimits({ logsInMemory, capturedLogMegabytes, capturedLogsMegabytes }: EngineSettings): LogLimits {
  return {
    inMemory: logsInMemory,
    logBytes: capturedLogMegabytes * megabyteBytes,
    allBytes: capturedLogsMegabytes * megabyteBytes,
  };
}

async function chooseConnection(
  hostEngine: string | null,
  storedId: string,
  env: NodeJS.ProcessEnv,
  log: Log,
): Promise<Connection> {
  if (hostEngine !== null) return parseConnection(hostEngine, env);
  try {
    return await parseConnection(storedId, env);
  } catch (error) {
    // The context chosen last is gone: the bundled engine is always there to fall back on, and the page shows which one is used.
    log.warn({ storedId, error: toMessage(error) }, 'the engine chosen last is gone');
    return bundledConnection;
  }
}

function createRouter(engine: Engine) {
  return implementation.router({
    containers: createContainersService(engine),
    engine: createEngineService(engine),
    images: createImagesService(engine),
    journal: createJournalService(engine),
    logs: createLogsService(engine),
    networks: createNetworksService(engine),
    registries: createRegistriesService(engine),
    terminals: createTerminalsService(engine),
    transfers: createTransfersService(engine),
    volumes: createVolumesService(engine),
  });
}
