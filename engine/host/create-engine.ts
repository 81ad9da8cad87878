import path from 'node:path';
import { debugImage, machineShell } from '../commands/terminals.ts';
import { DockerShell } from '../connections/docker-shell.ts';
import { bundledConnection } from '../connections/find-connections.ts';
import { SettingsFile } from '../connections/settings-file.ts';
import type { JobFacts } from '../contract/jobs.ts';
import type { ServiceSettings } from '../contract/settings.ts';
import { BundledEngine } from '../daemon/bundled-engine.ts';
import { buildDebugImage } from '../daemon/debug-image.ts';
import { CommandJournal } from '../journal/command-journal.ts';
import type { LogLimits } from '../logs/feeds/feeds.ts';
import type { KeptLimits } from '../logs/kept/history-limits.ts';
import { LogHistory } from '../logs/kept/log-history.ts';
import { LogThread } from '../logs/threads/log-thread.ts';
import { isSameAddress } from '../docker/address.ts';
import { createSignInPlaces } from '../engines/engine-registries.ts';
import { Engines } from '../engines/engines.ts';
import { Jobs } from '../jobs/jobs.ts';
import { toMessage } from '../platform/engine-error.ts';
import type { Log } from '../platform/log.ts';
import { type EnginePaths, toDownloadsDir } from '../platform/paths.ts';
import { Once } from '../platform/sequencer.ts';
import { Waiters } from '../platform/waiters.ts';
import { mirroredNouns, serveNouns } from '../nouns/nouns.ts';
import { createEnginesService } from '../services/engines.ts';
import { createJobsService } from '../services/jobs.ts';
import { createJournalService } from '../services/journal.ts';
import { createLogsService } from '../services/logs.ts';
import { type ChooseSavePath, implementation, type Service } from '../services/services.ts';
import { createSettingsService } from '../services/settings.ts';
import { createTerminalsService } from '../services/terminals.ts';
import { createTransfersService } from '../services/transfers.ts';
import { Journal } from '../terminals/journal.ts';
import { RememberedChoices } from '../terminals/remembered-choices.ts';
import { Terminals } from '../terminals/terminals.ts';
import { Transfers } from '../transfers/transfers.ts';
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
  const pages = new Set<PageConnection>();
  const driver = new BundledEngine({ ...paths, log, onUp: () => dockerShell.registerBundled() });
  ends('engine', () => driver.stop({ leaveRunning: settings.values.leaveRunning }));
  const dockerShell = making.use(await DockerShell.open({ env, bundled: driver.address, log }));
  const journal = new CommandJournal({ reachOf: (id) => dockerShell.reachOf(id) });
  dockerShell.onChange(() => journal.refresh());
  const logThread = new LogThread({
    folder: path.join(paths.dataDir, 'logs'),
    limits: () => toLogLimits(settings.values),
    log,
  });
  const logHistory = new LogHistory({
    folder: path.join(paths.dataDir, 'logs', 'history'),
    ...driver.capabilities.logFiles,
    isOwnEngine: ({ address }) => isSameAddress(address, driver.address),
    hasPages: () => pages.size > 0,
    limits: () => toKeptLimits(settings.values),
    keepCaptured: async (id, folder) => logThread.keep(id, folder),
    log,
  });
  ends('log history', () => logHistory.settled());
  const answers = new Waiters();
  const engines = new Engines({
    driver,
    answers,
    nouns: mirroredNouns,
    witness: logHistory,
    dockerShell,
    signInPlaces: createSignInPlaces(env),
    paths,
    env,
    log,
  });
  ends('engines', () => engines[Symbol.asyncDispose]());
  ends('log thread', () => logThread[Symbol.asyncDispose]());
  const terminals = new Terminals({
    answers,
    journal: new Journal(path.join(paths.runDir, 'terminals'), log),
    remembered: await RememberedChoices.open(path.join(paths.dataDir, 'terminal-choices.json'), log),
    debugImage: { ...debugTools, build: (signal) => buildDebugImage(paths.cacheDir, debugTools, signal) },
    log,
  });
  ends('terminals', () => terminals[Symbol.asyncDispose]());
  const jobs = new Jobs<JobFacts>({ answers, log });
  ends('jobs', () => jobs[Symbol.asyncDispose]());
  const transfers = new Transfers({ jobs, downloadsDir: () => toDownloadsDir(env) });
  const tidied = terminals.endLeftovers().catch((error: unknown) => {
    log.warn({ error: toMessage(error) }, 'terminals of an earlier run did not end');
  });
  ends('tidying', () => tidied);
  const router = createRouter({
    engines,
    journal,
    settings,
    terminals,
    jobs,
    transfers,
    logThread,
    logHistory,
    chooseSavePath: chooseSavePath ?? null,
    env,
    log,
  });
  ends('pages', () => {
    using closing = new DisposableStack();
    for (const page of pages) closing.use(page);
  });
  await openFirst(engines, hostEngine, settings.values.firstEngineId, log);
  const found = engines.find().catch((error: unknown) => {
    log.warn({ error: toMessage(error) }, 'other engines were not looked for');
  });
  ends('search', () => found);
  const collector = making.use(new IdleCollector(collectGarbage));
  const parts = making.move();
  const ended = new Once(() => parts.disposeAsync());
  return {
    connectPage(wire) {
      const page = new PageConnection({
        wire,
        router,
        engines,
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

function toKeptLimits({ keepsRemovedLogs, logsInMemory, keptLogsMegabytes }: ServiceSettings): KeptLimits {
  return {
    ofRemoved: keepsRemovedLogs,
    files: keepsRemovedLogs && !logsInMemory,
    allBytes: keptLogsMegabytes * megabyteBytes,
  };
}

function toLogLimits({ logsInMemory, capturedLogMegabytes, capturedLogsMegabytes }: ServiceSettings): LogLimits {
  return {
    inMemory: logsInMemory,
    logBytes: capturedLogMegabytes * megabyteBytes,
    allBytes: capturedLogsMegabytes * megabyteBytes,
  };
}

/** Opens the engine that a page shows first, so that it starts before there is a page. */
async function openFirst(engines: Engines, hostEngine: string | null, storedId: string, log: Log): Promise<void> {
  let id: string;
  try {
    id = await engines.putFirst(hostEngine ?? storedId);
  } catch (error) {
    if (hostEngine !== null) throw error;
    // Its context is gone. The bundled engine is always there, and the page shows which engine it is.
    log.warn({ storedId, error: toMessage(error) }, 'the engine that was shown last is gone');
    id = await engines.putFirst(bundledConnection.id);
  }
  using _ = await engines.lease(id);
}

function createRouter(service: Service) {
  return implementation.router({
    ...serveNouns(service),
    engines: createEnginesService(service),
    jobs: createJobsService(service),
    journal: createJournalService(service),
    logs: createLogsService(service),
    settings: createSettingsService(service),
    terminals: createTerminalsService(service),
    transfers: createTransfersService(service),
  });
}
