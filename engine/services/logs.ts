import type { Container } from '../contract/containers.ts';
import type { DockerConnection } from '../docker/connect.ts';
import { readLogFacts } from '../docker/logs.ts';
import type { EngineSession } from '../engines/engine-session.ts';
import { eventsToShow } from '../logs/feeds/event-feed.ts';
import { type ContainerRun, neverRan } from '../logs/feeds/log-feed.ts';
import type { SourceRequest } from '../logs/threads/log-worker.ts';
import { EngineError, toMessage } from '../platform/engine-error.ts';
import { mapAtMost } from '../platform/map-at-most.ts';
import { toDownloadsDir } from '../platform/paths.ts';
import { callSignal, type CallContext, implementation, onEngine, readDeadline, type Service } from './services.ts';

/** Of the containers of one log that are read at once: others use the engine too. */
const readsAtOnce = 16;

/** What a page has open: closed with its connection. */
class PageLog implements Disposable {
  readonly #life = new AbortController();
  readonly #close: () => void;

  constructor(close: () => void) {
    this.#close = close;
  }

  get signal(): AbortSignal {
    return this.#life.signal;
  }

  [Symbol.dispose](): void {
    this.#life.abort();
    this.#close();
  }
}

export function createLogsService(service: Service) {
  const { logs } = implementation;
  const { logThread } = service;
  /** The thread, for a call on a log that this page has open. Throws `not-found`. */
  const threadOf = ({ input, context }: { input: { log: string }; context: CallContext }) => {
    if (context.peer.get(input.log) instanceof PageLog) return logThread.client;
    throw new EngineError('not-found', 'This log is not open any more.');
  };
  return {
    open: logs.open.use(onEngine).handler(async ({ input, context, signal }) => ({
      log: await context.peer.open(() => openLog(service, context.session, input.containers, callSignal(signal))),
    })),
    changes: logs.changes.handler(async (call) => threadOf(call).call('changes', call.input, callSignal(call.signal))),
    read: logs.read.handler(async (call) => threadOf(call).call('read', call.input, callSignal(call.signal))),
    text: logs.text.handler(async (call) => threadOf(call).call('text', call.input, callSignal(call.signal))),
    select: logs.select.handler(async (call) => threadOf(call).call('select', call.input, callSignal(call.signal))),
    selectionChanges: logs.selectionChanges.handler(async (call) =>
      threadOf(call).call('selectionChanges', call.input, callSignal(call.signal)),
    ),
    unselect: logs.unselect.handler(async (call) =>
      threadOf(call).call('unselect', call.input, callSignal(call.signal)),
    ),
    find: logs.find.handler(async (call) => threadOf(call).call('find', call.input, callSignal(call.signal))),
    locate: logs.locate.handler(async (call) => threadOf(call).call('locate', call.input, callSignal(call.signal))),
    density: logs.density.handler(async (call) => threadOf(call).call('density', call.input, callSignal(call.signal))),
    save: logs.save.handler(async (call) => {
      const folder = await toDownloadsDir(service.env);
      return threadOf(call).call('save', { ...call.input, folder }, callSignal(call.signal));
    }),
    close: logs.close.handler(({ input, context }) => context.peer.close(input.log)),
  };
}

async function openLog(service: Service, session: EngineSession, containers: readonly string[], signal: AbortSignal) {
  signal.throwIfAborted();
  const { logThread } = service;
  const docker = session.connected();
  const deadline = readDeadline(signal);
  const sources = await mapAtMost(containers, readsAtOnce, async (container) =>
    toSource(service, session, docker, container, deadline),
  );
  using opening = new DisposableStack();
  opening.use(logThread.keepOpen());
  opening.use(session.keepOpen());
  const { client } = logThread;
  const log = await client.call('open', { sources }, signal);
  const holds = opening.move();
  const resource = new PageLog(() => {
    holds.dispose();
    // A thread that has ended has nothing open.
    client.call('close', { log }, AbortSignal.timeout(5_000)).catch(() => undefined);
  });
  void tellRunning(service, session, sources, resource.signal);
  return { id: log, resource };
}

/** What is read for one container: its own log, and what its history has. Throws `not-found`. */
async function toSource(
  { logHistory }: Service,
  { mirror }: EngineSession,
  docker: DockerConnection,
  container: string,
  signal: AbortSignal,
): Promise<SourceRequest> {
  const { address } = docker;
  const facts = await readLogFacts(docker, container, signal);
  const row = mirror.of('containers').rows.get(container)?.row;
  const place = { name: facts.name, project: row?.project ?? null, service: row?.service ?? null };
  const past = await logHistory.past(container, place, docker);
  return {
    request: { address, container, facts },
    past: past.containers.flatMap(({ id, name, path }) =>
      path === null
        ? []
        : [
            {
              address,
              container: id,
              facts: { name, tty: false, running: false, hasStarted: true, driver: 'json-file', path },
            },
          ],
    ),
    events: eventsToShow(past.events),
  };
}

/** Tells the thread which of these containers run: a log's file does not say that nothing more will come. */
async function tellRunning(
  { logThread, log }: Service,
  session: EngineSession,
  sources: readonly SourceRequest[],
  signal: AbortSignal,
): Promise<void> {
  try {
    let seen: { epoch: string; seq: number; freshness: 'loading' | 'live' | 'stale' } = {
      epoch: '',
      seq: 0,
      freshness: 'loading',
    };
    let told = '';
    // A log that is opened right after its container was started: the mirror may not have heard of that yet, and will.
    const ahead = new Set(sources.flatMap(({ request }) => (request.facts.running ? [request.container] : [])));
    const containers = session.mirror.of('containers');
    while (!signal.aborted) {
      seen = await containers.changes(seen, signal);
      if (seen.freshness !== 'live') continue;
      const running = new Map<string, ContainerRun>();
      for (const { request } of sources) {
        const run = toRun(containers.rows.get(request.container)?.row);
        if (!run.isRunning && ahead.has(request.container) && (await isRunning(session, request.container, signal)))
          continue;
        ahead.delete(request.container);
        running.set(request.container, run);
      }
      const telling = JSON.stringify([...running]);
      if (telling === told) continue;
      told = telling;
      await logThread.client.call('setRunning', running, signal);
    }
  } catch (error) {
    if (!signal.aborted) log.warn({ error: toMessage(error) }, 'a log does not know whether its container runs');
  }
}

/** As the engine says now. One that is away says it again when it is back: until then the log goes on. */
async function isRunning(session: EngineSession, container: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await readLogFacts(session.connected(), container, readDeadline(signal))).running;
  } catch (error) {
    if (signal.aborted) throw error;
    return !(error instanceof EngineError && error.code === 'not-found');
  }
}

/** Whether a container runs, and which of its runs that is or was: one may begin and end between two looks. */
function toRun(container: Container | undefined): ContainerRun {
  if (container === undefined) return { isRunning: false, mark: 'gone' };
  const isRunning = ['running', 'paused', 'restarting', 'removing'].includes(container.state);
  return { isRunning, mark: container.state === 'created' ? neverRan : `${container.state} ${container.sinceMs}` };
}
